using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The parameters of one request, those of its path included. Reading a parameter makes it known; parameters that are never read are refused.</summary>
internal sealed class ElasticsearchParameters
{
    private static readonly string[] Common = ["error_trace", "human", "pretty", "filter_path", "format"];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> known = new(Common, StringComparer.Ordinal);
    private readonly string path;

    /// <summary>Reads the query.</summary>
    /// <exception cref="ElasticsearchRefusal">An escape is broken.</exception>
    internal ElasticsearchParameters(EmulatedRequest request, string path)
    {
        this.path = path;
        foreach (var pair in request.RawQuery.Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            values[Decode(parts[0])] = parts.Length == 2 ? Decode(parts[1]) : "";
        }
    }

    internal bool IsHuman => Flag("human");

    /// <summary>Adds what the path says.</summary>
    internal void Add(string name, string value) => values[name] = value;

    /// <summary>Whether there is one, without making it known.</summary>
    internal bool Has(string name) => values.ContainsKey(name);

    internal string? Text(string name)
    {
        known.Add(name);
        return values.GetValueOrDefault(name);
    }

    /// <summary>Makes parameters known that change nothing here.</summary>
    internal void Accept(params IEnumerable<string> names) => known.UnionWith(names);

    /// <summary>Split at commas and not trimmed; empty parts at the end vanish, so that only commas, like nothing, are no filter.</summary>
    internal string[] List(string name)
    {
        var parts = (Text(name) ?? "").Split(',');
        return parts[..(Array.FindLastIndex(parts, part => part.Length > 0) + 1)];
    }

    /// <summary>A name without a value switches on.</summary>
    internal bool Flag(string name, bool otherwise = false) => Text(name) switch
    {
        null => otherwise,
        "" or "true" => true,
        "false" => false,
        var other => throw ElasticsearchRefusal.BadArgument($"Failed to parse value [{other}] as only [true] or [false] are allowed."),
    };

    internal TimeSpan Time(string name, TimeSpan otherwise) => Text(name) is { } text ? TimeValue.Parse(text, name) : otherwise;

    internal int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : throw ElasticsearchRefusal.BadArgument(
            $"Failed to parse int parameter [{name}] with value [{text}]", new ElasticsearchError("number_format_exception", $"For input string: \"{text}\""));

    internal void RefuseUnread()
    {
        string[] unread = [.. values.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)];
        if (unread.Length > 0)
        {
            var named = string.Join(", ", unread.Select(name => $"[{name}]{Hint(name)}"));
            throw ElasticsearchRefusal.BadArgument($"request [{path}] contains unrecognized parameter{(unread.Length == 1 ? "" : "s")}: {named}");
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

    /// <summary>One less the share of letters to be changed.</summary>
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

    private static string Decode(string text)
    {
        try
        {
            return Percent.Decode(text, plusIsSpace: true);
        }
        catch (FormatException broken)
        {
            throw new ElasticsearchRefusal(400, new ElasticsearchError(
                "bad_parameter_exception",
                $"java.lang.IllegalArgumentException: {broken.Message}",
                new ElasticsearchError("illegal_argument_exception", broken.Message)));
        }
    }
}

/// <summary>Time values as the server reads them: an integer and a unit, case-insensitive except for the minute; 0 and -1 need no unit.</summary>
internal static class TimeValue
{
    private static readonly (string Suffix, double Milliseconds)[] Units =
        [("nanos", 1e-6), ("micros", 1e-3), ("ms", 1), ("s", 1e3), ("m", 6e4), ("h", 3.6e6), ("d", 8.64e7)];

    /// <summary>The time that a text says.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What it is the value of, for the error.</param>
    internal static TimeSpan Parse(string text, string name)
    {
        var normalized = text.Trim().ToLowerInvariant();
        foreach (var (suffix, milliseconds) in Units)
        {
            // A capital M is no minute: it could be a month.
            if ((suffix == "m" ? text.Trim() : normalized).EndsWith(suffix, StringComparison.Ordinal))
            {
                return Count(text, name, normalized[..^suffix.Length].Trim()) is var count and >= 0
                    ? Span(count * milliseconds)
                    : throw Refuse(text, name, "negative durations are not supported");
            }
        }

        return normalized switch
        {
            "-1" => Timeout.InfiniteTimeSpan,
            ['0', ..] when normalized.All(digit => digit == '0') => TimeSpan.Zero,
            _ => throw Refuse(text, name, "unit is missing or unrecognized"),
        };
    }

    private static double Count(string text, string name, string digits)
    {
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            return count == -1 ? throw Refuse(text, name, "negative durations are not supported") : count;
        }

        var cause = new ElasticsearchError("number_format_exception", $"For input string: \"{digits}\"");
        throw double.TryParse(digits, CultureInfo.InvariantCulture, out _)
            ? ElasticsearchRefusal.BadArgument($"failed to parse [{text}], fractional time values are not supported", cause)
            : ElasticsearchRefusal.BadArgument($"failed to parse [{text}]", cause);
    }

    /// <summary>No wait is longer than what a clock can count.</summary>
    private static TimeSpan Span(double milliseconds) => TimeSpan.FromMilliseconds(Math.Min(milliseconds, 1e12));

    private static ElasticsearchRefusal Refuse(string text, string name, string why) =>
        ElasticsearchRefusal.BadArgument($"failed to parse setting [{name}] with value [{text}] as a time value: {why}");
}
