using System.ComponentModel;
using System.Globalization;

namespace TaskCancellation;

/// <summary>A span of instants with explicit ends, compared at 100 ns. Build it from an end, and add the other with <see cref="And"/>: <c>TimeRange.AtOrAfter(start).And(TimeRange.Before(end))</c>.</summary>
/// <remarks>Ends are <see cref="DateTimeOffset"/>s, so that the time zone is never guessed; a <see cref="DateTime"/> does not compile.</remarks>
public sealed record TimeRange
{
    private const string NoDateTime = "A DateTime does not say which time zone it is in. Pass a DateTimeOffset.";

    private TimeRange(TimeBound? lower, TimeBound? upper)
    {
        Lower = lower;
        Upper = upper;
    }

    /// <summary>The earlier end, or null for none.</summary>
    public TimeBound? Lower { get; }

    /// <summary>The later end, or null for none.</summary>
    public TimeBound? Upper { get; }

    // No service has a task from before 1970, and an end on the last day of the calendar, in whatever zone, is one that nobody has set.
    internal bool HoldsAllTime => !(Lower?.Instant > DateTimeOffset.UnixEpoch) && !(Upper?.Instant < DateTimeOffset.MaxValue.AddDays(-1));

    /// <summary>No task can be in it: it ends before there were any, or its ends have crossed.</summary>
    internal bool HoldsNoTask => Upper is { } upper && (upper.Instant <= DateTimeOffset.UnixEpoch || (Lower is { } lower && First(lower) > Last(upper)));

    /// <summary>Later than that instant.</summary>
    public static TimeRange After(DateTimeOffset instant) => new(new TimeBound(instant, IsInclusive: false), null);

    /// <summary>At that instant or later.</summary>
    public static TimeRange AtOrAfter(DateTimeOffset instant) => new(new TimeBound(instant, IsInclusive: true), null);

    /// <summary>Earlier than that instant.</summary>
    public static TimeRange Before(DateTimeOffset instant) => new(null, new TimeBound(instant, IsInclusive: false));

    /// <summary>At that instant or earlier.</summary>
    public static TimeRange AtOrBefore(DateTimeOffset instant) => new(null, new TimeBound(instant, IsInclusive: true));

    /// <summary>Instants that lie further back than <paramref name="age"/>: <c>OlderThan(TimeSpan.FromHours(1))</c> is everything until an hour ago.</summary>
    /// <remarks>The age is counted back from now, once, when this method is called, and on the local clock (or on <paramref name="timeProvider"/>). The instants of a task are on the service's clock: where the two differ, the range is off by the difference. Choose ages that are long beside it.</remarks>
    /// <param name="age">How far back the range ends; not negative.</param>
    /// <param name="timeProvider">The clock that says what now is; the system's when <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative, or reaches back before the calendar begins.</exception>
    public static TimeRange OlderThan(TimeSpan age, TimeProvider? timeProvider = null)
    {
        var now = (timeProvider ?? TimeProvider.System).GetUtcNow();
        return age >= TimeSpan.Zero && age <= now - DateTimeOffset.MinValue
            ? Before(now - age)
            : throw new ArgumentOutOfRangeException(nameof(age), age, "An age must not be negative, nor reach back before the calendar begins.");
    }

    /// <summary>Not accepted.</summary>
    [Obsolete(NoDateTime, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static TimeRange After(DateTime instant) => throw new NotSupportedException(NoDateTime);

    /// <summary>Not accepted.</summary>
    [Obsolete(NoDateTime, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static TimeRange AtOrAfter(DateTime instant) => throw new NotSupportedException(NoDateTime);

    /// <summary>Not accepted.</summary>
    [Obsolete(NoDateTime, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static TimeRange Before(DateTime instant) => throw new NotSupportedException(NoDateTime);

    /// <summary>Not accepted.</summary>
    [Obsolete(NoDateTime, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static TimeRange AtOrBefore(DateTime instant) => throw new NotSupportedException(NoDateTime);

    /// <summary>The instants that are in both.</summary>
    public TimeRange And(TimeRange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new TimeRange(Later(Lower, other.Lower), Earlier(Upper, other.Upper));
    }

    /// <summary>Whether the instant is in the range. Null, a task without the value, never is.</summary>
    public bool Contains(DateTimeOffset? instant) =>
        instant is { } value && (Lower is not { } lower || lower.AdmitsLater(value)) && (Upper is not { } upper || upper.AdmitsEarlier(value));

    /// <summary>What is left of the range where instants are known to the second only: an end within a second gives way to the whole seconds inside, so that nothing outside is let in. An end at a whole second stays as it is: after it is after the whole of that second, up to it is to the end of that second.</summary>
    public TimeRange ToWholeSeconds() => new(Lower is { } lower ? Inside(lower) : null, Upper is { } upper && SecondOf(upper.Instant) is var second && second != upper.Instant ? new TimeBound(second, IsInclusive: false) : Upper);

    /// <summary>The range in words.</summary>
    public override string ToString() => (Lower, Upper) switch
    {
        ({ } lower, null) => lower.ToString(">"),
        (null, { } upper) => upper.ToString("<"),
        ({ } lower, { } upper) => string.Create(CultureInfo.InvariantCulture, $"{lower.ToString(">")} and {upper.ToString("<")}"),
        _ => "any time",
    };

    private static long First(TimeBound lower) => lower.Instant.UtcTicks + (lower.IsInclusive ? 0 : 1);

    private static long Last(TimeBound upper) => upper.Instant.UtcTicks - (upper.IsInclusive ? 0 : 1);

    private static DateTimeOffset SecondOf(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    // The last second of the calendar has none after it.
    private static TimeBound Inside(TimeBound lower) => SecondOf(lower.Instant) is var second && second == lower.Instant ? lower
        : second < SecondOf(DateTimeOffset.MaxValue) ? new TimeBound(second.AddSeconds(1), IsInclusive: true)
        : new TimeBound(second, IsInclusive: false);

    private static TimeBound? Later(TimeBound? a, TimeBound? b) =>
        a is not { } x ? b : b is not { } y ? a : x.Instant != y.Instant ? (x.Instant > y.Instant ? x : y) : x.IsInclusive ? y : x;

    private static TimeBound? Earlier(TimeBound? a, TimeBound? b) =>
        a is not { } x ? b : b is not { } y ? a : x.Instant != y.Instant ? (x.Instant < y.Instant ? x : y) : x.IsInclusive ? y : x;
}
