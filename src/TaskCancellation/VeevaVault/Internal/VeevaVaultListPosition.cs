using System.Collections.Immutable;
using System.Runtime.InteropServices;

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
    internal VeevaVaultJobNumbers? Unfinished { get; init; }

    /// <summary>Where the reading began, if not at the start of the list: what is before it comes last.</summary>
    internal long Start { get; init; }

    /// <summary>The page here is from before that start.</summary>
    internal bool HasWrapped { get; init; }

    /// <summary>How far pages may show none of the jobs before those that do: there, the jobs of an earlier search were found.</summary>
    internal long Idle { get; init; }

    /// <summary>The first page of this search that showed one of its jobs.</summary>
    internal long? FirstHit { get; init; }

    /// <summary>How many pages there are from here to the end of the search, at most.</summary>
    internal long PagesAfter(VeevaVaultPage page, int limit)
    {
        var seen = Offset + page.Jobs.Count;
        return page.Jobs.Count == 0 ? 0
            : HasWrapped ? PagesOf(Start - seen, limit)
            : page.Total is { } total && total > seen ? PagesOf(total - seen, limit)
            : page.HasNext || (page.Total is null && page.Jobs.Count >= limit) ? 1 : 0;
    }

    /// <summary>How many pages there are before the start of the search, and still to be read.</summary>
    internal long PagesBefore(int limit) => HasWrapped ? 0 : PagesOf(Start, limit);

    /// <summary>Where the list goes on after the page here.</summary>
    internal VeevaVaultListPosition After(VeevaVaultPage page, int limit)
    {
        var left = Math.Max(0, (Total - page.Total) ?? 0);

        // Further back than one page the jobs shown before would not be known again.
        var back = GoesBack ? 0 : Math.Min(left, limit);
        return this with { Offset = Math.Max(0, Offset + page.Jobs.Count - back), Total = page.Total + left - back, GoesBack = back > 0 };
    }

    private static long PagesOf(long jobs, int limit) => jobs > 0 ? ((jobs - 1) / limit) + 1 : 0;
}

/// <summary>Where the last search by ids found its jobs. The next one begins there: parts of one batch mostly follow each other in the list, and would else be looked for from its start each time.</summary>
/// <param name="First">The first page that showed one.</param>
/// <param name="Last">The last one.</param>
/// <param name="Total">How many jobs the list had then; null if it did not say.</param>
internal sealed record VeevaVaultTrail(long First, long Last, long? Total)
{
    /// <summary>How many pages are read before one that shows what followed.</summary>
    internal long Pages(int limit) => ((Last - First) / limit) + 2;

    /// <summary>The same place after jobs have left the list: what followed them has moved up by at most as many.</summary>
    internal VeevaVaultTrail In(VeevaVaultPage page) => this with { First = Math.Max(0, First - Math.Max(0, (Total - page.Total) ?? 0)), Total = page.Total };
}

/// <summary>A set of numbers of jobs. Numbers that follow each other, as most do, take a bit each.</summary>
internal sealed class VeevaVaultJobNumbers
{
    private readonly Dictionary<long, ulong> bits = [];

    internal int Count { get; private set; }

    internal void Add(long number)
    {
        ref var word = ref CollectionsMarshal.GetValueRefOrAddDefault(bits, number >> 6, out _);
        Count += (word & BitOf(number)) == 0 ? 1 : 0;
        word |= BitOf(number);
    }

    internal bool Contains(long number) => (bits.GetValueOrDefault(number >> 6) & BitOf(number)) != 0;

    private static ulong BitOf(long number) => 1UL << (int)(number & 63);
}
