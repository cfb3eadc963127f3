using System.Globalization;

namespace TaskCancellation.VeevaVault;

/// <summary>What Vault can do by itself, and within what limits.</summary>
internal static class VeevaVaultLimits
{
    internal const string ServiceName = "Veeva Vault";
    internal const int MaxPageSize = 200;
    internal const int IdsPerCancel = 500;

    /// <summary>A job's status is served once in this time; sooner, nothing is served until it has passed.</summary>
    internal static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(10);

    private const FilterFields Times = FilterFields.Enqueued | FilterFields.Started | FilterFields.Finished;

    private static readonly TaskClientCapabilities WithoutTimes = new()
    {
        ServiceName = ServiceName,
        Polling = new PollingDefaults(TimeSpan.FromSeconds(12), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30)) { MinInterval = StatusInterval },
        ListFields = FilterFields.States,
        UnsupportedFields = FilterFields.Kinds | FilterFields.Scopes | Times,
        IdsPerRequest = IdsPerCancel,
        ListsByIds = true,
        HidesTasks = true,
        ReadsByFullList = true,
        Caveats = ["Only jobs that have not begun can be canceled: scheduled ones always, queued ones if their kind permits it."],
    };

    private static readonly TaskClientCapabilities WithTimes = WithoutTimes with { UnsupportedFields = FilterFields.Kinds | FilterFields.Scopes };

    internal static TaskClientCapabilities Capabilities(bool hasTimes) => hasTimes ? WithTimes : WithoutTimes;
}

/// <summary>Versions of the API: vYY.1 to vYY.3, three a year.</summary>
internal static class VeevaVaultVersion
{
    /// <summary>The first version that cancels jobs.</summary>
    internal const string First = "v25.3";

    /// <summary>What is wrong with a version; null when nothing is.</summary>
    internal static string? FindProblem(string? version) => Rank(version) switch
    {
        null => $"ApiVersion must be a version of the API in Vault's own form, such as v25.3; it is '{version}'.",
        var rank when rank < Rank(First) => $"ApiVersion must be {First} or later, and is {version}: Vault cancels no jobs before that.",
        _ => null,
    };

    /// <summary>Where a version stands among the others; null when it is none.</summary>
    internal static int? Rank(string? version) =>
        version is ['v', var tens and >= '0' and <= '9', var ones and >= '0' and <= '9', '.', var release and >= '1' and <= '3']
            ? int.Parse([tens, ones, release], CultureInfo.InvariantCulture)
            : null;
}
