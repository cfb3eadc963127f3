using System.Buffers;

namespace TaskCancellation.Http;

/// <summary>The bytes of a reply as they were read: in a rented array, or, of a large one, in an array of its own.</summary>
/// <param name="Bytes">The array, which may be longer.</param>
/// <param name="Length">How many of them were read.</param>
/// <param name="IsRented">Whether it goes back to the pool.</param>
internal readonly record struct ReplyBuffer(byte[] Bytes, int Length, bool IsRented)
{
    /// <summary>Gives a rented array back. Once.</summary>
    internal void Return()
    {
        if (IsRented)
        {
            ArrayPool<byte>.Shared.Return(Bytes);
        }
    }
}
