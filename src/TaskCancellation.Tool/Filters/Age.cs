using System.Globalization;
using System.Text.RegularExpressions;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Filters;

/// <summary>Lengths of time as people type them: 90s, 15m, 1h30m, 2d, 1w.</summary>
internal static partial class Age
{
    private const string Form = "is not a length of time. Write a number with a unit, such as 90s, 15m, 1h30m, 2d or 1w.";

    /// <summary>Reads a length of time.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    internal static TimeSpan Parse(string option, string text) =>
        TryParse(text) ?? throw new UsageException($"{option}: '{text}' {Form}");

    internal static TimeSpan? TryParse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return null;
        }

        var seconds = Units.Sum(unit => match.Groups[unit.Name].Success ? double.Parse(match.Groups[unit.Name].ValueSpan, CultureInfo.InvariantCulture) * unit.Seconds : 0);
        return seconds <= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static readonly (string Name, double Seconds)[] Units = [("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)];

    // At most nine digits, so that no sum overflows. Units once each, from long to short.
    [GeneratedRegex(@"^(?=.)((?<w>\d{1,9})w)?((?<d>\d{1,9})d)?((?<h>\d{1,9})h)?((?<m>\d{1,9})m)?((?<s>\d{1,9}(\.\d{1,7})?)s)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
