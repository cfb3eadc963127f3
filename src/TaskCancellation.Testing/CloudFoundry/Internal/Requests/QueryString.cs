namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Lists of values in a query, and queries written as links have them.</summary>
internal static class QueryString
{
    /// <summary>Keys sorted, a space as a plus sign; a key without a value stands alone.</summary>
    internal static string Write(IEnumerable<KeyValuePair<string, string?>> parameters) =>
        string.Join('&', parameters.Select(pair => pair.Value is null ? Encode(pair.Key) : $"{Encode(pair.Key)}={Encode(pair.Value)}").Order(StringComparer.Ordinal));

    /// <summary>Splits a list after decoding, then unescapes each value once more.</summary>
    internal static IReadOnlyList<string> SplitList(string value) =>
        [.. value.Split(',').Select((item, place) => Uri.UnescapeDataString(place == 0 ? item : item.TrimStart()))];

    /// <summary>Writes a list for a link. Only commas are escaped: a value that held an escape comes back one level poorer.</summary>
    internal static string JoinList(IEnumerable<string> values) =>
        string.Join(',', values.Select(value => value.Replace(",", "%2C", StringComparison.Ordinal)));

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
