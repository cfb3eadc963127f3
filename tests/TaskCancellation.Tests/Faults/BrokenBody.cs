using System.Net;

namespace TaskCancellation.Tests.Faults;

/// <summary>A body whose connection breaks after some of its bytes.</summary>
internal sealed class BrokenBody(byte[] body, int cutAt) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new Broken(body[..cutAt]));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    private sealed class Broken(byte[] head) : MemoryStream(head, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Read(buffer.Span) is var count and > 0
            ? ValueTask.FromResult(count)
            : ValueTask.FromException<int>(new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
