using System.Globalization;
using System.Text;

namespace TaskCancellation.Tool.Output;

/// <summary>Text that a server sent, made harmless for a terminal: nothing in it moves the cursor, colors, rings, or turns the writing direction.</summary>
internal static class Neutral
{
    /// <summary>Returns the text with what is not to be printed written as <c>\u001b</c>.</summary>
    internal static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text ?? "";
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHarmless(rune))
            {
                clean.Append(rune);
            }
            else
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
        }

        return clean.ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
