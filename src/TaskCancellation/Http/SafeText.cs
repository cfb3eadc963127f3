using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TaskCancellation.Http;

/// <summary>Makes text from the wire safe for a message, a code or an id: bounded, on one line, and valid Unicode, so that it cannot forge a second log line.</summary>
internal static class SafeText
{
    /// <summary>The longest text by default.</summary>
    internal const int MaxLength = 512;

    private const char Cut = '…';
    private const char Replacement = '�';

    /// <summary>Whether it is a text of visible ASCII characters only, such as a credential that a header can hold.</summary>
    internal static bool IsVisibleAscii([NotNullWhen(true)] string? text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Returns the text, cleaned and cut; the same instance if nothing had to be done.</summary>
    internal static string Of(string text, int max = MaxLength) =>
        text.Length <= max && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text : Rewrite(text, max);

    private static string Rewrite(ReadOnlySpan<char> text, int max)
    {
        var clean = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Shown(rune);
            if (clean.Length + shown.Utf16SequenceLength > max)
            {
                clean.Length = Math.Min(clean.Length, max - 1);
                if (clean.Length > 0 && char.IsHighSurrogate(clean[^1]))
                {
                    clean.Length--;
                }

                return clean.Append(Cut).ToString();
            }

            clean.Append(shown);
        }

        return clean.ToString();
    }

    // An unpaired surrogate is enumerated as the replacement character.
    private static Rune Shown(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' or 0x2028 or 0x2029 => new Rune(' '),

        // Bidirectional controls would turn the text around them.
        >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 => new Rune(Replacement),
        _ => Rune.IsControl(rune) ? new Rune(Replacement) : rune,
    };
}
