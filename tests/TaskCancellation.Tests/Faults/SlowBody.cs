using System.Net;

namespace TaskCancellation.Tests.Faults;

/// <summary>A body that comes byte by byte, a few seconds apart.</summary>
internal sealed class SlowBody(byte[] body, TimeProvider clock) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new Drops(body, clock));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    private sealed class Drops(byte[] body, TimeProvider clock) : MemoryStream(body, writable: false)
    {
        private static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await clock.Pause(Gap, cancellationToken);
            return Read(buffer.Span[..Math.Min(1, buffer.Length)]);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
