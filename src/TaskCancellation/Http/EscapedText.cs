using System.Globalization;
using System.Text;

namespace TaskCancellation.Http;

/// <summary>The bytes of a well-formed JSON string with escapes: compared and decoded without a copy, and without an exception for invalid text.</summary>
internal static class EscapedText
{
    private const byte Escape = (byte)'\\';
    private const int LongestUnit = 6;

    /// <summary>Whether it is valid Unicode: UTF-8, and no unpaired surrogates.</summary>
    internal static bool IsUnicode(ReadOnlySpan<byte> escaped)
    {
        var isLowDue = false;
        var rest = escaped;
        while (rest.IndexOf(Escape) is >= 0 and var at)
        {
            var (unit, length) = First(rest[at..]);
            if (isLowDue ? at > 0 || !char.IsLowSurrogate(unit) : char.IsLowSurrogate(unit))
            {
                return false;
            }

            isLowDue = char.IsHighSurrogate(unit);
            rest = rest[(at + length)..];
        }

        return !isLowDue && System.Text.Unicode.Utf8.IsValid(escaped);
    }

    /// <summary>Whether it equals the name, which is ASCII.</summary>
    internal static bool Is(ReadOnlySpan<byte> escaped, ReadOnlySpan<char> name, bool ignoresCase = false)
    {
        foreach (var letter in name)
        {
            if (escaped.IsEmpty)
            {
                return false;
            }

            var (unit, length) = First(escaped);
            if (ignoresCase ? char.ToUpperInvariant(unit) != char.ToUpperInvariant(letter) : unit != letter)
            {
                return false;
            }

            escaped = escaped[length..];
        }

        return escaped.IsEmpty;
    }

    /// <summary>Decodes the text.</summary>
    internal static string Decode(ReadOnlySpan<byte> escaped)
    {
        var length = 0;
        for (var rest = escaped; !rest.IsEmpty;)
        {
            var plain = Plain(rest);
            length += plain.IsEmpty ? 1 : Encoding.UTF8.GetCharCount(plain);
            rest = rest[(plain.IsEmpty ? First(rest).Length : plain.Length)..];
        }

        return string.Create(length, escaped, static (text, rest) =>
        {
            while (!rest.IsEmpty)
            {
                var plain = Plain(rest);
                if (plain.IsEmpty)
                {
                    (text[0], var taken) = First(rest);
                    text = text[1..];
                    rest = rest[taken..];
                }
                else
                {
                    text = text[Encoding.UTF8.GetChars(plain, text)..];
                    rest = rest[plain.Length..];
                }
            }
        });
    }

    /// <summary>Its beginning, at least that many units long, cut between two units.</summary>
    internal static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> escaped, int units)
    {
        var end = 0;
        for (var count = 0; count < units && end < escaped.Length; count++)
        {
            end += First(escaped[end..]).Length;
        }

        return escaped[..end];
    }

    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> escaped) => escaped.IndexOf(Escape) is >= 0 and var at ? escaped[..at] : escaped;

    // The first unit, and how many bytes it takes; a byte of a longer sequence as it is.
    private static (char Unit, int Length) First(ReadOnlySpan<byte> escaped) => escaped[0] != Escape ? ((char)escaped[0], 1) : escaped[1] switch
    {
        (byte)'u' => ((char)ushort.Parse(escaped[2..LongestUnit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), LongestUnit),
        (byte)'b' => ('\b', 2),
        (byte)'f' => ('\f', 2),
        (byte)'n' => ('\n', 2),
        (byte)'r' => ('\r', 2),
        (byte)'t' => ('\t', 2),
        var itself => ((char)itself, 2),
    };
}

/// <summary>Shares the short strings that replies repeat: states, kinds, node ids, index names. A small table with one string per slot; a later string replaces an earlier one.</summary>
internal static class WireStringPool
{
    private const int Longest = 64;
    private const int Places = 512;
    private static readonly string?[] Table = new string?[Places];

    /// <summary>The string of these bytes; null when they are not UTF-8.</summary>
    internal static string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest || !Ascii.IsValid(utf8))
        {
            return Decode(utf8);
        }

        ref var place = ref Table[PlaceOf(utf8)];
        return place is { } known && Ascii.Equals(utf8, known) ? known : place = Encoding.ASCII.GetString(utf8);
    }

    /// <summary>A new string of these bytes; null when they are not UTF-8.</summary>
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
