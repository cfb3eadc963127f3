using System.Buffers;
using System.Text;

namespace TaskCancellation.Http;

/// <summary>The bytes of a reply: of a small one in an array of the pool, of a large one in an array of its own length. What the pool lends may be twice as long, and stays in memory.</summary>
internal sealed class ReplyBuffer
{
    /// <summary>The longest array that is rented.</summary>
    internal const int LargestRented = 1024 * 1024;

    // The last large one, for the next reply of about its length, unless its memory is needed before.
    private static readonly WeakReference<byte[]?> Spare = new(null);
    private static readonly Lock OfSpare = new();
    private readonly bool isRented;
    private bool isKept;
    private int returned;

    private ReplyBuffer(byte[] bytes, bool isRented) => (Bytes, this.isRented) = (bytes, isRented);

    /// <summary>The array, which may be longer than what was read.</summary>
    internal byte[] Bytes { get; }

    /// <summary>How many bytes were read.</summary>
    internal int Length { get; set; }

    internal bool IsFull => Length == Bytes.Length;

    /// <summary>What was read, without a byte order mark.</summary>
    internal ReadOnlyMemory<byte> Body => Bytes.AsMemory(0, Length) is var body && body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : Bytes.AsMemory(0, Length);

    /// <summary>One with room for so many bytes.</summary>
    internal static ReplyBuffer For(long length) =>
        length <= LargestRented ? new ReplyBuffer(ArrayPool<byte>.Shared.Rent((int)length), isRented: true) : new ReplyBuffer(TakeSpare((int)length) ?? GC.AllocateUninitializedArray<byte>((int)length), isRented: false);

    /// <summary>A part of the body that outlives this: itself where that is most of the buffer, and nobody takes it back; else a copy.</summary>
    internal ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> part)
    {
        if (isRented || part.Length < Bytes.Length / 2)
        {
            return part.ToArray();
        }

        isKept = true;
        return part;
    }

    /// <summary>Gives the array back, unless it is kept.</summary>
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
            lock (OfSpare)
            {
                Spare.SetTarget(Bytes);
            }
        }
    }

    private static byte[]? TakeSpare(int length)
    {
        lock (OfSpare)
        {
            if (!Spare.TryGetTarget(out var spare) || spare.Length < length || spare.Length - length > length / 8)
            {
                return null;
            }

            Spare.SetTarget(null);
            return spare;
        }
    }
}
