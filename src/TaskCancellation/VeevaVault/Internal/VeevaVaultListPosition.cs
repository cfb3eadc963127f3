using System.Collections.Immutable;

namespace TaskCancellation.VeevaVault;

/// <summary>Where the lists of jobs are read on.</summary>
/// <param name="Source">The list.</param>
/// <param name="Offset">The place in it, from zero.</param>
internal sealed record VeevaVaultListPosition(VeevaVaultJobList Source, long Offset) : ListPosition
{
    /// <summary>How many jobs the list had, less those whose leaving was made up for; null while it has not said.</summary>
    internal long? Total { get; init; }

    /// <summary>The page here goes back, for jobs that left the list and moved up what follows. The next one does not, so that the list comes on however many leave it.</summary>
    internal bool GoesBack { get; init; }

    /// <summary>What the list does not show is asked for by id.</summary>
    internal bool IsByIds { get; init; }

    /// <summary>The jobs that are looked for by id and have not been shown; null where any may be meant.</summary>
    internal ImmutableHashSet<TaskId>? Missing { get; init; }

    /// <summary>The jobs that the monitors have shown: one that ends meanwhile is shown by the histories as well. Shared by all pages; null where one list is read.</summary>
    internal HashSet<long>? Unfinished { get; init; }

    /// <summary>Where the list goes on after the page here.</summary>
    internal VeevaVaultListPosition After(VeevaVaultPage page, int limit)
    {
        var left = Math.Max(0, (Total - page.Total) ?? 0);

        // Further back than one page the jobs shown before would not be known again.
        var back = GoesBack ? 0 : Math.Min(left, limit);
        return this with { Offset = Math.Max(0, Offset + page.Jobs.Count - back), Total = page.Total + left - back, GoesBack = back > 0 };
    }
}
