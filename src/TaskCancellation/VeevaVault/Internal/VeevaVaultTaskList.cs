namespace TaskCancellation.VeevaVault;

/// <summary>One of the two lists of jobs.</summary>
/// <param name="Name">Its name in the address.</param>
/// <param name="Status">The one status it is asked for; null for all.</param>
internal sealed record VeevaVaultTaskList(string Name, string? Status = null)
{
    /// <summary>The jobs that have not ended.</summary>
    internal static VeevaVaultTaskList Monitors { get; } = new("monitors");

    /// <summary>The jobs that have.</summary>
    internal static VeevaVaultTaskList Histories { get; } = new("histories");

    // Of the unfinished states only these can be asked for.
    private static readonly string[] MonitorStatuses = [VeevaVaultLifecycle.Scheduled, VeevaVaultLifecycle.Queued, VeevaVaultLifecycle.Running];

    /// <summary>Where the jobs of a filter are listed; none when it asks for a state that its statuses exclude.</summary>
    internal static IReadOnlyList<VeevaVaultTaskList> For(TaskFilter filter)
    {
        var statuses = (filter as VeevaVaultTaskFilter)?.Statuses;
        var mayBeUnknown = (filter.States?.Contains(TaskState.Unknown) ?? true) && (statuses?.Any(word => !VeevaVaultLifecycle.IsKnown(word)) ?? true);
        LifecycleState[] wanted = [.. VeevaVaultLifecycle.Table.States.Where(row => filter.States?.Contains(row.State) != false && statuses?.Contains(row.RawState, StringComparer.Ordinal) != false)];
        var status = !mayBeUnknown && wanted is [var only] && (only.IsTerminal || MonitorStatuses.Contains(only.RawState))
            ? only.RawState.ToLowerInvariant()
            : null;
        List<VeevaVaultTaskList> sources = [];

        // What has not ended has no time of its end.
        if (filter.Finished is null && (mayBeUnknown || wanted.Any(row => !row.IsTerminal)))
        {
            sources.Add(Monitors with { Status = status });
        }

        if (mayBeUnknown || wanted.Any(row => row.IsTerminal))
        {
            sources.Add(Histories with { Status = status });
        }

        return sources;
    }
}
