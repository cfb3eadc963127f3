using System.Globalization;

namespace TaskCancellation.Tool.Output;

/// <summary>Values as text, for tables and CSV.</summary>
internal static class CellText
{
    /// <summary>An instant in a table: to the second, and with a blank where a narrow column may break it.</summary>
    internal static string Short(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Of(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        double number => number.ToString("0.###", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToUniversalTime().ToString(instant.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => Neutral.Of(string.Join(' ', list)),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => Neutral.Of(value.ToString()),
    };
}
