using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace TaskCancellation.Http;

/// <summary>Finds what the configuration binder passes over in silence, or fails at without saying where.</summary>
internal static class ConfigurationProblems
{
    /// <summary>Compares a section with the settings of options.</summary>
    /// <param name="options">The type of the options.</param>
    /// <param name="configuration">The section.</param>
    /// <returns>A sentence for each problem.</returns>
    internal static IEnumerable<string> Find([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type options, IConfiguration configuration)
    {
        var members = options.GetProperties().Where(member => member.CanWrite).ToDictionary(member => member.Name, member => member.PropertyType, StringComparer.OrdinalIgnoreCase);
        string[] all = [.. members.Where(member => IsText(member.Value)).Select(member => member.Key).Order(StringComparer.Ordinal)];
        string[] own = [.. all.Except(typeof(TaskClientOptions).GetProperties().Select(member => member.Name), StringComparer.Ordinal)];
        foreach (var setting in configuration.GetChildren())
        {
            if (!members.TryGetValue(setting.Key, out var type))
            {
                yield return $"'{setting.Key}' is not a setting. There are {string.Join(", ", all)}.";
            }
            else if (!IsText(type))
            {
                yield return $"{setting.Key} is an object that only code can give. In configuration, use the settings of plain text: {string.Join(", ", own)}.";
            }
            else if (setting.Value is { Length: > 0 } value && FindMisfit(type, value) is { } wanted)
            {
                yield return $"{setting.Key} must be {wanted}; it is '{Shown(value)}'.";
            }
        }
    }

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(Uri) || type.IsValueType;

    // What the setting takes instead; null when the value fits, or the binder knows better.
    private static string? FindMisfit(Type type, string value) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var text when text == typeof(string) => null,
        var whole when whole == typeof(int) => int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? null : "a whole number",
        var whole when whole == typeof(long) => long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? null : "a whole number",
        var flag when flag == typeof(bool) => bool.TryParse(value, out _) ? null : "true or false",
        var time when time == typeof(TimeSpan) => TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out _) ? null : "a time as hours, minutes and seconds, such as 00:00:30",
        var address when address == typeof(Uri) => Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out _) ? null : "an address, such as https://service.example.com",
        { IsEnum: true } names => Enum.TryParse(names, value, ignoreCase: true, out _) ? null : string.Join(" or ", Enum.GetNames(names)),
        _ => null,
    };

    // An address with a user may hold a password.
    private static string Shown(string value) => SafeText.Of(value.LastIndexOf('@') is >= 0 and var at ? "…" + value[at..] : value);
}
