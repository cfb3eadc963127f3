using System.Globalization;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>An instant in nanoseconds since 1970, wide enough for the years 0 to 9999.</summary>
internal readonly record struct Nanos(Int128 Value)
{
    internal const long PerSecond = 1_000_000_000;

    private static readonly long EpochTicks = DateTimeOffset.UnixEpoch.UtcTicks;

    internal static Nanos From(DateTimeOffset instant, int nanoseconds = 0) =>
        new(((Int128)(instant.UtcTicks - EpochTicks) * TimeSpan.NanosecondsPerTick) + nanoseconds);

    internal DateTimeOffset ToDateTimeOffset() =>
        new(EpochTicks + (long)(Value / TimeSpan.NanosecondsPerTick), TimeSpan.Zero);

    /// <summary>Whether it lies between the bounds on the line of time.</summary>
    internal bool IsWithin((Nanos? After, Nanos? Before) bounds) =>
        (bounds.After is not { } after || Value > after.Value) && (bounds.Before is not { } before || Value < before.Value);

    /// <summary>Whether the server's database finds it between the bounds: it compares the bytes of signed numbers, so that what is before 1970 comes after everything else.</summary>
    internal bool IsKeyWithin((Nanos? After, Nanos? Before) bounds) =>
        (bounds.After is not { } after || (UInt128)Value > (UInt128)after.Value) && (bounds.Before is not { } before || (UInt128)Value < (UInt128)before.Value);

    /// <summary>As the server writes it: UTC, trailing zeros of the fraction trimmed.</summary>
    public override string ToString()
    {
        var text = ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var fraction = (long)(((Value % PerSecond) + PerSecond) % PerSecond);
        return fraction == 0 ? text + "Z" : $"{text}.{fraction.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0')}Z";
    }

    /// <summary>The time from here to <paramref name="end"/> as the server writes durations: days and seconds only, null when negative.</summary>
    internal string? DurationTo(Nanos end)
    {
        var length = end.Value - Value;
        if (length < 0)
        {
            return null;
        }

        var days = (long)(length / (86_400 * (Int128)PerSecond));
        var rest = (long)(length % (86_400 * (Int128)PerSecond));
        var dayPart = days > 0 ? $"P{days}D" : "P";
        return rest == 0 && days > 0 ? dayPart : $"{dayPart}T{rest / PerSecond}{Fraction(rest % PerSecond)}S";
    }

    private static string Fraction(long nanoseconds) => nanoseconds switch
    {
        0 => "",
        _ when nanoseconds % 1_000_000 == 0 => $".{nanoseconds / 1_000_000:D3}",
        _ when nanoseconds % 1_000 == 0 => $".{nanoseconds / 1_000:D6}",
        _ => $".{nanoseconds:D9}",
    };
}
