using System.Text;

namespace TaskCancellation.Http;

/// <summary>Shares the short texts that replies repeat: states, kinds, node ids, index names. One string for each place of a small table; a later text takes the place of an earlier one.</summary>
internal static class WireStringPool
{
    private const int Longest = 64;
    private const int Places = 512;
    private static readonly string?[] Table = new string?[Places];

    /// <summary>The text of these bytes; null when they are not UTF-8.</summary>
    internal static string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest || !Ascii.IsValid(utf8))
        {
            return Decode(utf8);
        }

        ref var place = ref Table[PlaceOf(utf8)];
        return place is { } known && Ascii.Equals(utf8, known) ? known : place = Encoding.ASCII.GetString(utf8);
    }

    /// <summary>The text of these bytes, by itself; null when they are not UTF-8.</summary>
    internal static string? Decode(ReadOnlySpan<byte> utf8) =>
        System.Text.Unicode.Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;

    private static uint PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var unit in utf8)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        return (hash ^ (hash >> 15)) % Places;
    }
}
