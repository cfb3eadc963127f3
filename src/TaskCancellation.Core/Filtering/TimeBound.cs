using System.Globalization;

namespace TaskCancellation;

/// <summary>One bound of a <see cref="TimeRange"/>.</summary>
/// <param name="Instant">The instant.</param>
/// <param name="IsInclusive">Whether the instant itself is in the range.</param>
public readonly record struct TimeBound(DateTimeOffset Instant, bool IsInclusive)
{
    internal bool AdmitsLater(DateTimeOffset value) => value > Instant || (IsInclusive && value == Instant);

    internal bool AdmitsEarlier(DateTimeOffset value) => value < Instant || (IsInclusive && value == Instant);

    internal string ToString(string sign) => string.Create(CultureInfo.InvariantCulture, $"{sign}{(IsInclusive ? "=" : "")} {Instant.ToUniversalTime():O}");
}
