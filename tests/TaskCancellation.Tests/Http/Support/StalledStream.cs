namespace TaskCancellation.Tests.Http;

/// <summary>A body that begins and then keeps silent.</summary>
internal sealed class StalledStream : ReadOnlyStream
{
    private readonly TaskCompletionSource<int> silence = new();
    private bool hasBegun;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (hasBegun)
        {
            return await silence.Task.WaitAsync(cancellationToken);
        }

        hasBegun = true;
        buffer.Span[0] = (byte)'{';
        return 1;
    }
}
