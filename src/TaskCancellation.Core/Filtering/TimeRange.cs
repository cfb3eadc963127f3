using System.ComponentModel;
using System.Globalization;

namespace TaskCancellation;

/// <summary>A range of instants with explicit bounds, compared at a resolution of 100 nanoseconds.</summary>
/// <remarks>
/// <para>Create a range from one bound, and add the other with <see cref="And"/>: <c>TimeRange.AtOrAfter(start).And(TimeRange.Before(end))</c>.</para>
/// <para>Bounds are <see cref="DateTimeOffset"/> values, so that the time zone is never guessed. A <see cref="DateTime"/> does not compile.</para>
/// </remarks>
public sealed record TimeRange
{
    private const string NoDateTime = "A DateTime does not say which time zone it is in. Pass a DateTimeOffset.";

    private TimeRange(TimeBound? lower, TimeBound? upper)
    {
        Lower = lower;
        Upper = upper;
    }

    /// <summary>Gets the earlier bound; <see langword="null"/> for none.</summary>
    public TimeBound? Lower { get; }

    /// <summary>Gets the later bound; <see langword="null"/> for none.</summary>
    public TimeBound? Upper { get; }

    // No service has a task from before 1970, and an end on the last day of the calendar, in whatever zone, is one that nobody has set.
    internal bool HoldsAllTime => !(Lower?.Instant > DateTimeOffset.UnixEpoch) && !(Upper?.Instant < DateTimeOffset.MaxValue.AddDays(-1));

    /// <summary>No task can be in it: it ends before there were any, or its ends have crossed.</summary>
    internal bool HoldsNoTask => Upper is { } upper && (upper.Instant <= DateTimeOffset.UnixEpoch || (Lower is { } lower && First(lower) > Last(upper)));

    /// <summary>Creates a range of all instants after an instant.</summary>
    /// <param name="instant">The instant, which is not in the range.</param>
    /// <returns>The range.</returns>
    public static TimeRange After(DateTimeOffset instant) => new(new TimeBound(instant, IsInclusive: false), null);

    /// <summary>Creates a range of an instant and all instants after it.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>The range.</returns>
    public static TimeRange AtOrAfter(DateTimeOffset instant) => new(new TimeBound(instant, IsInclusive: true), null);

    /// <summary>Creates a range of all instants before an instant.</summary>
    /// <param name="instant">The instant, which is not in the range.</param>
    /// <returns>The range.</returns>
    public static TimeRange Before(DateTimeOffset instant) => new(null, new TimeBound(instant, IsInclusive: false));

    /// <summary>Creates a range of an instant and all instants before it.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>The range.</returns>
    public static TimeRange AtOrBefore(DateTimeOffset instant) => new(null, new TimeBound(instant, IsInclusive: true));

    /// <summary>Creates a range of all instants further in the past than an age: <c>OlderThan(TimeSpan.FromHours(1))</c> ends one hour ago.</summary>
    /// <remarks>The age is subtracted once, when this method is called, from the time of the local clock (or of <paramref name="timeProvider"/>). The times of a task are on the service's clock: the range is off by the difference between the two clocks. Choose an age that is long in comparison.</remarks>
    /// <param name="age">How far in the past the range ends; not negative.</param>
    /// <param name="timeProvider">The clock that provides the current time; the system clock when <see langword="null"/>.</param>
    /// <returns>The range.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative, or reaches back before the beginning of the calendar.</exception>
    public static TimeRange OlderThan(TimeSpan age, TimeProvider? timeProvider = null)
    {
        var now = (timeProvider ?? TimeProvider.System).GetUtcNow();
        return age >= TimeSpan.Zero && age <= now - DateTimeOffset.MinValue
            ? Before(now - age)
            : throw new ArgumentOutOfRangeException(nameof(age), age, "An age must not be negative, nor reach back before the calendar begins.");
    }

    /// <summary>Not supported: pass a <see cref="DateTimeOffset"/>.</summary>
    /// <param name="instant">The instant.</param>
    [Obsolete(NoDateTime, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static TimeRange After(DateTime instant) => throw new NotSupportedException(NoDateTime);

    /// <summary>Not supported: pass a <see cref="DateTimeOffset"/>.</summary>
    /// <param name="instant">The instant.</param>
    [Obsolete(NoDateTime, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static TimeRange AtOrAfter(DateTime instant) => throw new NotSupportedException(NoDateTime);

    /// <summary>Not supported: pass a <see cref="DateTimeOffset"/>.</summary>
    /// <param name="instant">The instant.</param>
    [Obsolete(NoDateTime, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static TimeRange Before(DateTime instant) => throw new NotSupportedException(NoDateTime);

    /// <summary>Not supported: pass a <see cref="DateTimeOffset"/>.</summary>
    /// <param name="instant">The instant.</param>
    [Obsolete(NoDateTime, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static TimeRange AtOrBefore(DateTime instant) => throw new NotSupportedException(NoDateTime);

    /// <summary>Returns the intersection with another range.</summary>
    /// <param name="other">The other range.</param>
    /// <returns>The instants that are in both ranges.</returns>
    public TimeRange And(TimeRange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new TimeRange(Later(Lower, other.Lower), Earlier(Upper, other.Upper));
    }

    /// <summary>Determines whether an instant is in the range.</summary>
    /// <param name="instant">The instant; <see langword="null"/>, for a task without the value, is never in the range.</param>
    /// <returns><see langword="true"/> when the instant is in the range.</returns>
    public bool Contains(DateTimeOffset? instant) =>
        instant is { } value && (Lower is not { } lower || lower.AdmitsLater(value)) && (Upper is not { } upper || upper.AdmitsEarlier(value));

    /// <summary>Returns the part of the range that is certain where instants are known to the second only.</summary>
    /// <remarks>A bound within a second is moved to the next whole second inside the range, so that nothing outside is included. A bound at a whole second remains as it is: after it means after the whole of that second, and up to it means to the end of that second.</remarks>
    /// <returns>The narrowed range.</returns>
    public TimeRange ToWholeSeconds() => new(Lower is { } lower ? Inside(lower) : null, Upper is { } upper && SecondOf(upper.Instant) is var second && second != upper.Instant ? new TimeBound(second, IsInclusive: false) : Upper);

    /// <summary>Returns a description of the range.</summary>
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
