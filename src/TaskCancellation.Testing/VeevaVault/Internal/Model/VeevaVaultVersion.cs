using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Versions as numbers: v25.3 is 253.</summary>
internal static class VeevaVaultVersion
{
    internal const int LastWithDailyLimit = 203;
    internal const int StatusHeader = 232;
    internal const int JobHistories = 232;
    internal const int ReferenceId = 233;
    internal const int JobInstances = 241;
    internal const int Cancel = 253;
    internal const int ApiTokens = 261;

    /// <summary>Three a year.</summary>
    internal static readonly string[] All =
        [.. Enumerable.Range(20, 7).SelectMany(year => Enumerable.Range(1, 3).Select(release => $"v{year}.{release}")).SkipLast(1)];

    /// <summary>The versions that a vault offers whose newest is that one; the oldest are left out where newer ones are there.</summary>
    internal static IReadOnlyList<string> UpTo(string newest) => Array.IndexOf(All, newest) is >= 0 and var place
        ? [.. All.Take(place + 1).SkipWhile(version => version != newest && Parse(version) < StatusHeader)]
        : throw new ArgumentException($"There is no version {newest} of the Vault API, but {All[0]} to {All[^1]}, three a year.", nameof(newest));

    internal static int? Parse(string text)
    {
        var parts = text.StartsWith('v') ? text[1..].Split('.') : [];
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var release)
            && release < 10
            ? (year * 10) + release
            : null;
    }
}
