namespace TaskCancellation.Testing;

/// <summary>Reads query strings and forms of plain names.</summary>
internal static class QueryString
{
    /// <summary>The decoded values by name; of the same name given twice, the last counts.</summary>
    internal static Dictionary<string, string> Parse(string raw)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var piece in raw.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = piece.Split('=', 2);
            values[Decode(parts[0])] = parts.Length == 2 ? Decode(parts[1]) : "";
        }

        return values;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
