using System.Globalization;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Filters;

/// <summary>Instants and ranges of them as people type them. A time zone is never guessed.</summary>
internal static class Instants
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads an instant, or an age counted back from now.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    internal static DateTimeOffset Parse(string option, string text, TimeProvider clock)
    {
        if (Age.TryParse(text) is { } age)
        {
            var now = clock.GetUtcNow();
            return age < now - DateTimeOffset.UnixEpoch ? now - age : throw new UsageException($"{option}: {text} ago is before 1970.");
        }

        var hasZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        return hasZone && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : throw new UsageException($"{option}: '{text}' is neither an instant with its time zone, such as 2026-01-31T12:00Z or 2026-01-31T12:00+01:00, nor an age such as 2h.");
    }

    /// <summary>Reads FROM..TO; either end may be left out. The first instant is in the range, the second is not.</summary>
    /// <exception cref="UsageException">It is no range.</exception>
    internal static TimeRange ParseRange(string option, string text, TimeProvider clock)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0 || text.Length == 2)
        {
            throw new UsageException($"{option}: '{text}' is not written as FROM..TO. Either end may be left out: 2h.. is since two hours ago, ..2h is before that.");
        }

        var (from, to) = (text[..dots], text[(dots + 2)..]);
        var lower = from.Length == 0 ? null : TimeRange.AtOrAfter(Parse(option, from, clock));
        var upper = to.Length == 0 ? null : TimeRange.Before(Parse(option, to, clock));
        return And(lower, upper)!;
    }

    /// <summary>The intersection; a range that is null does not constrain.</summary>
    internal static TimeRange? And(TimeRange? one, TimeRange? other) => one is null ? other : other is null ? one : one.And(other);
}
