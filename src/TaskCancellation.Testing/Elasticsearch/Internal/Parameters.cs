using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The query parameters of one request. Who reads one knows it; what nobody has read is refused.</summary>
internal sealed class Parameters
{
    private static readonly string[] Common = ["error_trace", "human", "pretty", "filter_path", "format"];
    private static readonly (string Suffix, double Milliseconds)[] Units =
        [("nanos", 1e-6), ("micros", 1e-3), ("ms", 1), ("s", 1e3), ("m", 6e4), ("h", 3.6e6), ("d", 8.64e7)];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> known = new(Common, StringComparer.Ordinal);
    private readonly string path;

    internal Parameters(EmulatedRequest request)
    {
        path = request.Path;
        foreach (var pair in request.RawQuery.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            values[Decode(parts[0])] = parts.Length == 2 ? Decode(parts[1]) : "";
        }
    }

    internal bool IsHuman => Flag("human");

    internal string? Text(string name)
    {
        known.Add(name);
        return values.GetValueOrDefault(name);
    }

    /// <summary>Split at commas and not trimmed; nothing given and an empty text are both no filter.</summary>
    internal string[] List(string name) => Text(name) is { Length: > 0 } text ? text.Split(',') : [];

    /// <summary>A name without a value switches on.</summary>
    internal bool Flag(string name, bool otherwise = false) => Text(name) switch
    {
        null => otherwise,
        "" or "true" => true,
        "false" => false,
        var other => throw ApiError.BadArgument($"Failed to parse value [{other}] as only [true] or [false] are allowed."),
    };

    internal TimeSpan Time(string name, TimeSpan otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        foreach (var (suffix, milliseconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            {
                return TimeSpan.FromMilliseconds(count * milliseconds);
            }
        }

        throw ApiError.BadArgument($"failed to parse setting [{name}] with value [{text}] as a time value: unit is missing or unrecognized");
    }

    internal void RefuseUnread()
    {
        string[] unread = [.. values.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)];
        if (unread.Length > 0)
        {
            var named = string.Join(", ", unread.Select(name => $"[{name}]{Hint(name)}"));
            throw ApiError.BadArgument($"request [{path}] contains unrecognized parameter{(unread.Length == 1 ? "" : "s")}: {named}");
        }
    }

    private string Hint(string name)
    {
        string[] close = [.. known.Select(candidate => (candidate, likeness: Likeness(name, candidate)))
            .Where(pair => pair.likeness > 0.5)
            .OrderByDescending(pair => pair.likeness)
            .Select(pair => pair.candidate)];
        return close.Length switch
        {
            0 => "",
            1 => $" -> did you mean [{close[0]}]?",
            _ => $" -> did you mean any of [{string.Join(", ", close)}]?",
        };
    }

    private static double Likeness(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = row[j];
                row[j] = cost;
            }
        }

        return 1 - ((double)row[b.Length] / Math.Max(a.Length, b.Length));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
