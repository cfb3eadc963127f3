using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <summary>What the symbols of a cloud controller's recording stand for.</summary>
/// <param name="origin">The instant of <c>{t+0}</c>.</param>
/// <param name="tolerance">How many seconds an instant may be off: where <c>{t+3}</c> is the third second of a run, the run's own second began at some fraction of one.</param>
internal sealed partial class CloudFoundrySymbols(DateTimeOffset origin, int tolerance)
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /// <summary>How a symbol is written: in braces, or a long text that was written short, or a name of eight digits that the server made up.</summary>
    internal static Regex Syntax => SyntaxPattern();

    /// <summary>What a symbol means; null for a text that is none.</summary>
    internal SymbolMeaning? Meaning(string name) => name.Split(':', '|')[0] switch
    {
        "uuid" => SymbolMeaning.Any(JsonValueKind.String, $"(?:.*::)?{Uuid}"),
        "hex8" => SymbolMeaning.Any(JsonValueKind.String, "[0-9a-f]{8}"),
        "now" => SymbolMeaning.Any(JsonValueKind.String, @"\d{4}-\d\d-\d\dT(?!08)\d\d:\d\d:\d\dZ"),
        "path" or "host" or "port" or "proxy" or "routing" or "bbs" or "bbs-host" or "bbs-port" => SymbolMeaning.Any(JsonValueKind.String, ".*"),
        "api" or "uaa" or "task" or "app" or "space" or "org" or "droplet" or "user" or "guid" or "quota" or "process" or "deployment" or "unknown" or "reset" =>
            SymbolMeaning.Bound(JsonValueKind.String, @"[^/\s""]+"),
        var instant when TryInstant(name, out var seconds) => Instant(seconds, instant.Length < name.Length),
        var list when TaskList().IsMatch(list) => SymbolMeaning.Any(JsonValueKind.Array, ".*"),
        _ when GeneratedName().IsMatch(name) => SymbolMeaning.Any(JsonValueKind.String, "[0-9a-f]{8}"),
        _ => Repeated(name) is { } text ? SymbolMeaning.Bound(JsonValueKind.String, Regex.Escape(text)) : null,
    };

    /// <summary>The seconds in <c>t+3</c> or <c>t-200|url</c>.</summary>
    internal static bool TryInstant(string name, out int seconds)
    {
        var match = InstantName().Match(name);
        seconds = match.Success ? int.Parse(match.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        return match.Success;
    }

    /// <summary>The text written short as <c>a repeated 9000 times</c> or <c>1500 times x</c>; null for any other.</summary>
    internal static string? Repeated(string name)
    {
        var match = RepeatedName().Match(name);
        var letter = match.Groups["letter"].Value;
        return match.Success ? new string(letter[0], int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>An instant as a reply shows it.</summary>
    internal string Text(int seconds, bool isEscaped = false)
    {
        var text = origin.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return isEscaped ? text.Replace(":", "%3A", StringComparison.Ordinal) : text;
    }

    private SymbolMeaning Instant(int seconds, bool isEscaped) => SymbolMeaning.Any(
        JsonValueKind.String,
        string.Join('|', Enumerable.Range(-tolerance, (2 * tolerance) + 1).Select(off => Regex.Escape(Text(seconds + off, isEscaped)))));

    [GeneratedRegex(@"\{(?<name>[a-zA-Z0-9_][^{}""]*)\}|\(?(?<name>\w repeated \d+ times)\)?|(?<name>\d+ times x)|\A(?<name>[0-9a-f]{8})\z", RegexOptions.CultureInvariant)]
    private static partial Regex SyntaxPattern();

    [GeneratedRegex(@"\A[0-9a-f]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex GeneratedName();

    [GeneratedRegex(@"\At([+-]\d+)(?:\|url)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex InstantName();

    [GeneratedRegex(@"\A(?:(?<letter>\w) repeated (?<count>\d+) times|(?<count>\d+) times (?<letter>x))\z", RegexOptions.CultureInvariant)]
    private static partial Regex RepeatedName();

    [GeneratedRegex(@"\A\d+ tasks of ", RegexOptions.CultureInvariant)]
    private static partial Regex TaskList();
}
