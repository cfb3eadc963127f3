using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A task id as the server parses it: a node, cut off at the first colon, and a Java long, of which -1 means none.</summary>
internal readonly record struct WireId(string Node, long Number)
{
    internal static readonly WireId Unset = new("", -1);

    internal bool IsSet => Number != -1;

    public override string ToString() => IsSet ? string.Create(CultureInfo.InvariantCulture, $"{Node}:{Number}") : "unset";

    internal static WireId Parse(string? text)
    {
        if (text is null or "" or "unset")
        {
            return Unset;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw ElasticsearchRefusal.BadArgument($"malformed task id {text}");
        }

        var digits = text[(colon + 1)..];
        return long.TryParse(Latin(digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new WireId(text[..colon], number)
            : throw ElasticsearchRefusal.BadArgument($"malformed task id {text}", new ElasticsearchError("number_format_exception", $"For input string: \"{digits}\""));
    }

    /// <summary>Java reads the digits of every script.</summary>
    private static string Latin(string digits) =>
        string.Concat(digits.Select(letter => char.IsDigit(letter) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)) : letter));
}
