namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>One parameter: <c>key=value</c>, or <c>key[part]=value</c>.</summary>
internal sealed record QueryPair(string Key, string? Part, string Value);

/// <summary>Reads query strings and forms as Rack does, and writes them as Rails does.</summary>
internal static class QueryString
{
    internal static IReadOnlyList<QueryPair> Parse(string raw)
    {
        var pairs = new List<QueryPair>();
        foreach (var piece in raw.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            var key = Decode(equals < 0 ? piece : piece[..equals]);
            var value = equals < 0 ? "" : Decode(piece[(equals + 1)..]);
            var bracket = key.IndexOf('[', StringComparison.Ordinal);
            var part = bracket > 0 ? key[(bracket + 1)..].TrimEnd(']') : null;
            key = bracket > 0 ? key[..bracket] : key;

            // Of the same parameter given twice, the last counts.
            pairs.RemoveAll(pair => pair.Key == key && pair.Part == part);
            pairs.Add(new QueryPair(key, part, value));
        }

        return pairs;
    }

    /// <summary>Keys sorted, a space as a plus sign.</summary>
    internal static string Write(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(pair => $"{Encode(pair.Key)}={Encode(pair.Value)}").Order(StringComparer.Ordinal));

    /// <summary>Splits a list after decoding, then unescapes each value once more.</summary>
    internal static IReadOnlyList<string> SplitList(string value) =>
        [.. value.Split(',').Select((item, place) => Uri.UnescapeDataString(place == 0 ? item : item.TrimStart(' ')))];

    /// <summary>The reverse of <see cref="SplitList"/>.</summary>
    internal static string JoinList(IEnumerable<string> values) => string.Join(',', values.Select(value =>
        value.Replace("%", "%25", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
