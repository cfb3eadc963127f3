using System.Globalization;

namespace TaskCancellation.VeevaVault;

/// <summary>Versions of the API: vYY.1 to vYY.3, three a year.</summary>
internal static class VeevaVaultVersion
{
    /// <summary>The first version that cancels jobs.</summary>
    internal const string First = "v25.3";

    /// <summary>What is wrong with a version; null when nothing is.</summary>
    internal static string? FindProblem(string? version) => Rank(version) switch
    {
        null => "ApiVersion must be a version of the API in Vault's own form, such as v25.3.",
        var rank when rank < Rank(First) => $"ApiVersion must be {First} or later: Vault cancels no jobs before that.",
        _ => null,
    };

    /// <summary>Where a version stands among the others; null when it is none.</summary>
    internal static int? Rank(string? version) =>
        version is ['v', var tens and >= '0' and <= '9', var ones and >= '0' and <= '9', '.', var release and >= '1' and <= '3']
            ? int.Parse([tens, ones, release], CultureInfo.InvariantCulture)
            : null;
}
