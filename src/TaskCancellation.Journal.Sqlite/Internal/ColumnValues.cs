using System.Globalization;
using System.Runtime.InteropServices;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>What values look like in a column, so that they are read back exactly.</summary>
internal static class ColumnValues
{
    private const string InstantFormat = "O";
    private const string SpanFormat = "c";

    /// <summary>Text as text; what is not (a NUL, half a surrogate pair: an id may be anything) as the bytes of its UTF-16.</summary>
    internal static object? Of(string? text) => text is null || IsText(text) ? text : MemoryMarshal.AsBytes(text.AsSpan()).ToArray();

    internal static object? Of(TaskId? id) => Of(id?.Value);

    internal static object? Of(DateTimeOffset? instant) => instant?.ToString(InstantFormat, CultureInfo.InvariantCulture);

    internal static object? Of(TimeSpan? span) => span?.ToString(SpanFormat, CultureInfo.InvariantCulture);

    internal static string? ToText(object value) => value switch
    {
        DBNull => null,
        byte[] utf16 => new string(MemoryMarshal.Cast<byte, char>(utf16)),
        _ => (string)value,
    };

    internal static DateTimeOffset ToInstant(string text) => DateTimeOffset.ParseExact(text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static bool IsText(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else if (text[index] == '\0' || char.IsSurrogate(text[index]))
            {
                return false;
            }
        }

        return true;
    }
}
