using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Versions as numbers: v25.3 is 253.</summary>
internal static class ApiVersion
{
    internal const int LastWithDailyLimit = 203;
    internal const int StatusHeader = 232;
    internal const int JobHistories = 232;
    internal const int ReferenceId = 233;
    internal const int JobInstances = 241;
    internal const int Cancel = 253;
    internal const int ApiTokens = 261;

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
