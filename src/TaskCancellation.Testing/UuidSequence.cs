namespace TaskCancellation.Testing;

/// <summary>UUIDs that look random and are the same in every run (SplitMix64).</summary>
internal sealed class UuidSequence(ulong seed)
{
    private ulong state = seed;

    internal string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextWord());
        BitConverter.TryWriteBytes(bytes[8..], NextWord());
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString("D");
    }

    /// <summary>A number that does not reveal the one it is derived from.</summary>
    internal static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }

    private ulong NextWord() => Mix(state += 0x9E3779B97F4A7C15);
}
