using System.Net;

namespace TaskCancellation.Testing;

/// <summary>A body whose connection breaks before Content-Length bytes were sent.</summary>
internal sealed class CutContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly int cutAt;

    internal CutContent(ReadOnlyMemory<byte> body, int cutAt)
    {
        this.body = body;
        this.cutAt = Math.Min(cutAt, body.Length);
        Headers.ContentLength = body.Length;
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new BrokenStream(body[..cutAt]));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(body[..cutAt]).ConfigureAwait(false);
        throw Broken();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    private static HttpIOException Broken() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    private sealed class BrokenStream(ReadOnlyMemory<byte> head) : Stream
    {
        private int position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (position == head.Length)
            {
                throw Broken();
            }

            var taken = Math.Min(buffer.Length, head.Length - position);
            head.Span.Slice(position, taken).CopyTo(buffer);
            position += taken;
            return taken;
        }

        // Completes at once: the base class would go through the thread pool, behind the back of a virtual clock.
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return ValueTask.FromResult(Read(buffer.Span));
            }
            catch (HttpIOException broken)
            {
                return ValueTask.FromException<int>(broken);
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
