using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;

namespace TaskCancellation.Http;

/// <summary>A successful reply that was read completely. Its body may be in a rented buffer, which is valid until the reply is disposed of.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public sealed class TaskHttpReply : IDisposable
{
    private readonly TaskHttpCall call;
    private readonly TaskDialect dialect;
    private readonly HttpResponseHeaders headers;
    private readonly ReplyBuffer buffer;

    internal TaskHttpReply(TaskHttpCall call, TaskDialect dialect, HttpResponseMessage response, ReplyBuffer buffer)
    {
        this.call = call;
        this.dialect = dialect;
        this.buffer = buffer;
        headers = response.Headers;
        Status = (int)response.StatusCode;
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt;
        Body = buffer.Body;
    }

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; }

    /// <summary>Gets the service's id of the request, in a form that can be shown; <see langword="null"/> when there is none.</summary>
    public string? RequestId => call.Shown(RequestExceptionFactory.RequestId(dialect, headers));

    /// <summary>Gets when the server answered, on its own clock, for comparison with other instants of the reply; <see langword="null"/> when it does not state it.</summary>
    public DateTimeOffset? ServerNow => headers.Date;

    /// <summary>Gets the body, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Gets whether an earlier attempt of the same request may have reached the service.</summary>
    public bool FollowsAmbiguousAttempt { get; }

    /// <summary>Reads the whole body. Content that does not have the documented form is a protocol error.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="read">Reads the value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="TaskRequestException">The body does not have the documented form (<see cref="TaskErrorReason.Protocol"/>).</exception>
    public T Read<T>(WireRead<T> read) => Read(Body.Span, read, buffer);

    /// <summary>The same, with the body put into JSON.</summary>
    internal T Read<T>(ReadOnlySpan<byte> json, WireRead<T> read, ReplyBuffer? owner = null) =>
        WireReader.Read(json, read, out var value, owner) is { } problem ? throw ProtocolError(problem.Description, problem.Cause) : value!;

    /// <summary>Returns the body in a form that remains valid after the reply is disposed of.</summary>
    public ReadOnlyMemory<byte> Keep() => buffer.Keep(Body);

    /// <summary>Creates the exception for a reply whose content cannot be what the service means.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="inner">The cause; <see langword="null"/> for none.</param>
    /// <returns>The exception.</returns>
    public TaskRequestException ProtocolError(string problem, Exception? inner = null) => Error(TaskErrorReason.Protocol, null, problem + ForeignReply.Hint(dialect, headers, Body.Span), Excerpt(Body.Span, call.SecretRedactor), inner);

    /// <summary>Creates the exception for what the reply says about one of several tasks.</summary>
    /// <param name="kind">The reason of the error.</param>
    /// <param name="code">The service's code.</param>
    /// <param name="message">The message.</param>
    /// <param name="inner">The cause; <see langword="null"/> for none.</param>
    /// <returns>The exception.</returns>
    public TaskRequestException Refusal(TaskErrorReason kind, string? code, string message, Exception? inner = null) => Error(kind, code, message, null, inner);

    /// <summary>Gets how long the service asks not to be called after this reply; <see langword="null"/> without a hint.</summary>
    public TimeSpan? PauseAfter { get; init; }

    /// <summary>The beginning of a body, without what is secret.</summary>
    internal static string? Excerpt(ReadOnlySpan<byte> body, SecretRedactor secrets)
    {
        // A value that is cut off at the end is found by its beginning; what stands for a longer one makes room for more.
        var most = (TaskRequestException.MaxBodyExcerpt * 2) + secrets.Longest;
        var text = SafeText.Of(secrets.Hide(Encoding.UTF8.GetString(body[..Math.Min(body.Length, most)])), TaskRequestException.MaxBodyExcerpt);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Returns the buffer that holds the body.</summary>
    public void Dispose()
    {
        Body = default;
        buffer.Return();
    }

    private TaskRequestException Error(TaskErrorReason kind, string? code, string message, string? excerpt, Exception? inner) => new(call.Shown($"{call.Errors.Subject}: {message}"), inner)
    {
        Reason = kind,
        Delivery = RequestDelivery.Answered,
        StatusCode = Status,
        ErrorCode = call.Shown(code),
        ServiceName = dialect.ServiceName,
        Request = call.Asked,
        RequestId = RequestId,
        BodyExcerpt = excerpt,
        FollowsAmbiguousAttempt = FollowsAmbiguousAttempt,
    };
}

/// <summary>Reads a body into one buffer, within a bound on its decompressed size.</summary>
internal static class ReplyReader
{
    private const int FirstBuffer = 16 * 1024;
    private const int Piece = 64 * 1024;

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="ReplyTooLargeException">The body is longer than the bound.</exception>
    internal static ValueTask<ReplyBuffer> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken) =>
        content.Headers.ContentLength is not { } declared ? ReadAsync(content, null, maxBytes, cancellationToken)
        : declared == 0 ? ValueTask.FromResult(ReplyBuffer.Empty)
        : declared <= maxBytes ? ReadAsync(content, declared, maxBytes, cancellationToken)
        : throw new ReplyTooLargeException(maxBytes);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ReplyBuffer> ReadAsync(HttpContent content, long? declared, int maxBytes, CancellationToken cancellationToken)
    {
        // One byte more than declared, so that the end is seen without growing.
        var buffer = ReplyBuffer.For(declared + 1 ?? FirstBuffer);
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (await stream.ReadAsync(buffer.Bytes.AsMemory(buffer.Length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
                {
                    buffer.Length = Checked(buffer.Length + (long)read, maxBytes);
                    buffer = !buffer.IsFull ? buffer
                        : buffer.Length < ReplyBuffer.LargestRented ? Grow(buffer)
                        : await ReadRestAsync(buffer, stream, maxBytes, cancellationToken).ConfigureAwait(false);
                }
            }

            return buffer;
        }
        catch
        {
            buffer.Return();
            throw;
        }
    }

    // In pieces, because only the end tells the length; then copied into one buffer of that length.
    private static async Task<ReplyBuffer> ReadRestAsync(ReplyBuffer begun, Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var pieces = new List<byte[]>();
        var length = begun.Length;
        var room = 0;
        while (true)
        {
            if (room == 0)
            {
                pieces.Add(GC.AllocateUninitializedArray<byte>(Piece));
                room = Piece;
            }

            var read = await stream.ReadAsync(pieces[^1].AsMemory(Piece - room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length = Checked(length + (long)read, maxBytes);
            room -= read;
        }

        var whole = ReplyBuffer.For(length + 1L);
        whole.Length = length;
        begun.Bytes.AsSpan(0, begun.Length).CopyTo(whole.Bytes);
        for (var (at, next) = (begun.Length, 0); at < length; at += Piece, next++)
        {
            pieces[next].AsSpan(0, Math.Min(Piece, length - at)).CopyTo(whole.Bytes.AsSpan(at));
        }

        begun.Return();
        return whole;
    }

    private static int Checked(long length, int maxBytes) => length <= maxBytes ? (int)length : throw new ReplyTooLargeException(maxBytes);

    private static ReplyBuffer Grow(ReplyBuffer full)
    {
        var larger = ReplyBuffer.For(full.Length * 2);
        full.Bytes.CopyTo(larger.Bytes, 0);
        larger.Length = full.Length;
        full.Return();
        return larger;
    }
}

/// <summary>The bytes of a reply: a small one in a pooled array, a large one in an array of its own length. A pooled array may be twice as long, and stays in memory.</summary>
internal sealed class ReplyBuffer
{
    /// <summary>The longest array that is rented.</summary>
    internal const int LargestRented = 1024 * 1024;

    private const int MostSpare = 4;

    // The last large arrays, for later replies of about their lengths, unless the memory is needed before.
    private static readonly Queue<WeakReference<byte[]>> Spare = new(MostSpare);
    private readonly bool isRented;
    private bool isKept;
    private int returned;

    private ReplyBuffer(byte[] bytes, bool isRented) => (Bytes, this.isRented) = (bytes, isRented);

    /// <summary>The array, which may be longer than the bytes read.</summary>
    internal byte[] Bytes { get; }

    /// <summary>The buffer of a reply without a body.</summary>
    internal static ReplyBuffer Empty { get; } = new([], isRented: false) { isKept = true };

    /// <summary>How many bytes were read.</summary>
    internal int Length { get; set; }

    internal bool IsFull => Length == Bytes.Length;

    /// <summary>The bytes read, without a byte order mark.</summary>
    internal ReadOnlyMemory<byte> Body => Bytes.AsMemory(0, Length) is var body && body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    /// <summary>Returns a buffer with room for that many bytes.</summary>
    internal static ReplyBuffer For(long length) =>
        length <= LargestRented ? new ReplyBuffer(ArrayPool<byte>.Shared.Rent((int)length), isRented: true) : new ReplyBuffer(TakeSpare((int)length) ?? GC.AllocateUninitializedArray<byte>((int)length), isRented: false);

    /// <summary>Returns a part of the body that outlives the buffer: the part itself if it is most of an array that is not pooled; otherwise a copy.</summary>
    internal ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> part)
    {
        if (isRented || part.Length < Bytes.Length / 2)
        {
            return part.ToArray();
        }

        isKept = true;
        return part;
    }

    /// <summary>Returns the array to its pool, unless it is kept.</summary>
    internal void Return()
    {
        if (Interlocked.Exchange(ref returned, 1) != 0)
        {
            return;
        }

        if (isRented)
        {
            ArrayPool<byte>.Shared.Return(Bytes);
        }
        else if (!isKept)
        {
            lock (Spare)
            {
                if (Spare.Count == MostSpare)
                {
                    Spare.Dequeue();
                }

                Spare.Enqueue(new WeakReference<byte[]>(Bytes));
            }
        }
    }

    private static byte[]? TakeSpare(int length)
    {
        lock (Spare)
        {
            for (var left = Spare.Count; left > 0; left--)
            {
                var one = Spare.Dequeue();
                if (one.TryGetTarget(out var array))
                {
                    if (array.Length >= length && array.Length - length <= length / 8)
                    {
                        return array;
                    }

                    Spare.Enqueue(one);
                }
            }

            return null;
        }
    }
}

/// <summary>A reply is longer than the bound.</summary>
internal sealed class ReplyTooLargeException(int maxBytes) : IOException(
    string.Create(CultureInfo.InvariantCulture, $"The reply is longer than MaxReplyBytes = {maxBytes}."));
