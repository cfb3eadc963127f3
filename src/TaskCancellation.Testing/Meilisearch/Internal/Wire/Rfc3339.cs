using System.Globalization;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Reads the date parameters: RFC 3339 with seconds and offset, or a bare day.</summary>
internal static class Rfc3339
{
    private const int DateLength = 10;
    private const int SecondsEnd = 19;
    private const long SecondsPerDay = 86_400;
    private const long DaysPerCycle = 146_097;

    /// <summary>Reads <paramref name="text"/>. A bare day means its first instant as an upper bound, and the first instant of the next day as a lower one; its year may have a sign.</summary>
    internal static bool TryRead(string text, bool isLowerBound, out Nanos instant)
    {
        instant = default;
        var isSigned = text.StartsWith('+') || text.StartsWith('-');
        if (!TryReadDay(isSigned ? text[1..] : text, text.StartsWith('-'), out var day))
        {
            return false;
        }

        if (text.Length == DateLength + (isSigned ? 1 : 0))
        {
            instant = AtSeconds((day + (isLowerBound ? 1 : 0)) * SecondsPerDay, 0);
            return true;
        }

        if (isSigned || !TryReadTime(text, out var second, out var isLeap) || !TryReadRest(text, out var nanoseconds, out var offset))
        {
            return false;
        }

        // A leap second is taken as the last nanosecond before it, where one can be at all: at the end of a month.
        var utc = (day * SecondsPerDay) + second - offset;
        instant = AtSeconds(utc, isLeap ? Nanos.PerSecond - 1 : nanoseconds);
        return !isLeap || IsBeginOfMonth(utc + 1);
    }

    private static bool TryReadDay(string text, bool isNegative, out long day)
    {
        day = 0;
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-'
            || !TryDigits(text, 0, 4, out var digits) || !TryDigits(text, 5, 2, out var month) || !TryDigits(text, 8, 2, out var dayOfMonth))
        {
            return false;
        }

        // The calendar repeats every 400 years: a year that DateTime has stands in for one that it has not.
        var year = isNegative ? -digits : digits;
        var cycles = Math.DivRem(year - 2000, 400, out var rest);
        var known = 2000 + rest;
        if (month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(known, month))
        {
            return false;
        }

        day = (new DateTime(known, month, dayOfMonth, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days + (cycles * DaysPerCycle);
        return true;
    }

    private static bool IsBeginOfMonth(long seconds)
    {
        var day = Math.DivRem(seconds, SecondsPerDay, out var rest);
        return rest == 0 && DateTime.UnixEpoch.AddDays(((day % DaysPerCycle) + DaysPerCycle) % DaysPerCycle).Day == 1;
    }

    private static bool TryReadTime(string text, out int second, out bool isLeap)
    {
        second = 0;
        isLeap = false;
        // Any byte is accepted between date and time, as on the server.
        if (text.Length <= SecondsEnd || !char.IsAscii(text[DateLength]) || text[13] != ':' || text[16] != ':'
            || !TryDigits(text, 11, 2, out var hour) || !TryDigits(text, 14, 2, out var minute) || !TryDigits(text, 17, 2, out var read)
            || hour > 23 || minute > 59 || read > 60)
        {
            return false;
        }

        isLeap = read == 60;
        second = (hour * 3600) + (minute * 60) + (isLeap ? 59 : read);
        return true;
    }

    private static bool TryReadRest(string text, out long nanoseconds, out int offset)
    {
        nanoseconds = 0;
        offset = 0;
        var at = SecondsEnd;
        if (text[at] == '.')
        {
            var start = ++at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (at == start)
            {
                return false;
            }

            nanoseconds = long.Parse(text[start..Math.Min(at, start + 9)].PadRight(9, '0'), CultureInfo.InvariantCulture);
        }

        return TryReadOffset(text.AsSpan(at), out offset);
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out int offset)
    {
        offset = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !TryDigits(text, 1, 2, out var hours) || !TryDigits(text, 4, 2, out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        offset = ((hours * 3600) + (minutes * 60)) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>.NET's parser would let pass what ends with NUL.</summary>
    private static bool TryDigits(ReadOnlySpan<char> text, int start, int length, out int value) =>
        int.TryParse(text.Slice(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out value) && !text.Slice(start, length).Contains('\0');

    private static Nanos AtSeconds(long seconds, long nanoseconds) => new(((Int128)seconds * Nanos.PerSecond) + nanoseconds);
}
