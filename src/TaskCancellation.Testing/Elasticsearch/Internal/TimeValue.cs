using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Times as the server reads them: a whole number and a unit, in any case but for the minute; 0 and -1 need no unit.</summary>
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
            ? ApiError.BadArgument($"failed to parse [{text}], fractional time values are not supported", cause)
            : ApiError.BadArgument($"failed to parse [{text}]", cause);
    }

    /// <summary>No wait is longer than what a clock can count.</summary>
    private static TimeSpan Span(double milliseconds) => TimeSpan.FromMilliseconds(Math.Min(milliseconds, 1e12));

    private static ApiError Refuse(string text, string name, string why) =>
        ApiError.BadArgument($"failed to parse setting [{name}] with value [{text}] as a time value: {why}");
}
