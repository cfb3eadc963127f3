using System.Net;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Hostile;

/// <summary>The replies of an emulator to one call, kept, and played back with one of them in another form.</summary>
internal sealed class PlayedBack() : HarnessTransport(TestClock.Create())
{
    private readonly List<Reply> replies = [];
    private bool isPlaying;
    private int changed;
    private byte[] instead = [];
    private HttpStatusCode status;
    private bool isLengthTold;

    /// <summary>What the call was answered, once for each request of its own.</summary>
    internal IReadOnlyList<Reply> Replies => replies;

    /// <summary>How many bytes of the changed reply were given out.</summary>
    internal long Given { get; private set; }

    /// <summary>How many times it was given out.</summary>
    internal int Times { get; private set; }

    /// <summary>All that was allocated by when it had been read to its end.</summary>
    internal long AllocatedWhenRead { get; private set; }

    /// <summary>From here on the replies that were kept are given again, and that one with another body.</summary>
    /// <param name="reply">Which.</param>
    /// <param name="body">What it holds.</param>
    /// <param name="tellsLength">Whether it comes with its length; one that was compressed does not.</param>
    /// <param name="withStatus">Its status; as it was when 0.</param>
    internal void Play(int reply, byte[] body, bool tellsLength, HttpStatusCode withStatus)
    {
        (isPlaying, changed, instead, isLengthTold, status) = (true, reply, body, tellsLength, withStatus);
        (Given, Times) = (0, 0);
    }

    /// <summary>Keeps what comes from here on.</summary>
    internal void Record()
    {
        isPlaying = false;
        replies.Clear();
    }

    public override HttpClient Connect(ServiceEmulator emulator) =>
        new(new Between(this, emulator), disposeHandler: false) { BaseAddress = emulator.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>A reply as it came.</summary>
    internal sealed record Reply(string Request, HttpStatusCode Status, string? ContentType, byte[] Body);

    private sealed class Between(PlayedBack owner, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var line = $"{request.Method} {request.RequestUri!.PathAndQuery}";
            if (owner.isPlaying)
            {
                return owner.Answer(owner.replies.FindIndex(reply => reply.Request == line), request);
            }

            var response = await base.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (owner.replies.TrueForAll(reply => reply.Request != line))
            {
                owner.replies.Add(new Reply(line, response.StatusCode, response.Content.Headers.ContentType?.ToString(), body));
            }

            return response;
        }
    }

    /// <summary>A body that does not say how long it is, and notes when it has been read.</summary>
    private sealed class Told(PlayedBack owner, byte[] body) : Http.ReadOnlyStream
    {
        private readonly MemoryStream inner = new(body, writable: false);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            owner.AllocatedWhenRead = read == 0 ? GC.GetTotalAllocatedBytes(precise: true) : owner.AllocatedWhenRead;
            return read;
        }
    }

    private HttpResponseMessage Answer(int at, HttpRequestMessage request)
    {
        var reply = replies[Math.Max(at, 0)];
        var body = at == changed ? instead : reply.Body;
        HttpContent content = new ByteArrayContent(body);
        if (at == changed)
        {
            (Given, Times) = (Given + body.Length, Times + 1);
            content = isLengthTold ? content : new StreamContent(new Told(this, body));
        }

        content.Headers.TryAddWithoutValidation("Content-Type", reply.ContentType);
        return new HttpResponseMessage(at == changed && status != default ? status : reply.Status) { RequestMessage = request, Content = content };
    }
}
