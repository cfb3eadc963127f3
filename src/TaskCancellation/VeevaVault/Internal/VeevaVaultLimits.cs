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

    internal static void CheckId(TaskId id)
    {
        if (NumberOf(id.Value) is null)
        {
            throw new ArgumentException("A Vault job is named by a whole number from 1 to 9223372036854775807, without sign, spaces or leading zeros.", nameof(id));
        }
    }

    /// <summary>The number that an id is; null when it is none. Parsing alone would let a NUL at the end pass.</summary>
    internal static long? NumberOf(string id) =>
        id is not ['0', ..] && !id.AsSpan().ContainsAnyExceptInRange('0', '9') && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
