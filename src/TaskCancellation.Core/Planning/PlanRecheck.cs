namespace TaskCancellation;

/// <summary>What of a plan its filter still addresses, and what is known of the rest.</summary>
/// <param name="Addressed">What is addressed now, in list order; what is new only if it was looked for.</param>
/// <param name="Protected">What the filter matches and leaves out; null when that was not looked for.</param>
/// <param name="Results">Planned tasks that were seen and are not addressed, or could not be read.</param>
internal sealed record PlanRecheck(IReadOnlyList<TaskSnapshot> Addressed, IReadOnlyList<TaskSnapshot>? Protected, IReadOnlyDictionary<TaskId, ReadResult> Results)
{
    private static readonly Dictionary<TaskId, ReadResult> NoResults = [];

    /// <summary>Lists all that the filter addresses now.</summary>
    internal static async Task<PlanRecheck> ReadAllAsync(TargetListing listing, CancellationToken cancellationToken)
    {
        var found = await listing.ReadAsync(null, cancellationToken).ConfigureAwait(false);
        return new PlanRecheck(found.Targets, found.Protected, NoResults);
    }

    /// <summary>Lists the planned ids through the filter. A read that fails is said of the ids it was for.</summary>
    internal static async Task<PlanRecheck> ReadPlannedAsync(TaskClient client, TargetListing listing, FilterQuery planned, CancellationToken cancellationToken)
    {
        var addressed = new List<TaskSnapshot>();
        var results = new Dictionary<TaskId, ReadResult>(client.IdEquality);
        foreach (var translation in planned.Translations.Where(translation => !translation.MatchesNothing))
        {
            var open = translation.Filter.Ids!.ToHashSet(client.IdEquality);
            try
            {
                await foreach (var task in client.Guard.ListAsync(translation, ReadOptions.Default, cancellationToken, Exclude).ConfigureAwait(false))
                {
                    if (listing.Protects(task))
                    {
                        Exclude(task);
                    }
                    else if (open.Remove(task.Id))
                    {
                        addressed.Add(task);
                    }
                }
            }
            catch (TaskRequestException error)
            {
                foreach (var id in open)
                {
                    results[id] = new ReadResult(null, error);
                }
            }

            void Exclude(TaskSnapshot task)
            {
                if (open.Remove(task.Id))
                {
                    results[task.Id] = new ReadResult(task, null);
                }
            }
        }

        if (FallbackReader.IsListWorthwhile(client) && results.Values.Any(result => result.Error is { IsTransient: true }))
        {
            await ListUnreadAsync(listing, addressed, results, cancellationToken).ConfigureAwait(false);
        }

        return new PlanRecheck(addressed, null, results);
    }

    private static async Task ListUnreadAsync(TargetListing listing, List<TaskSnapshot> addressed, Dictionary<TaskId, ReadResult> results, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var task in listing.Addressed.ListAsync(ReadOptions.Default, cancellationToken).ConfigureAwait(false))
            {
                if (results.TryGetValue(task.Id, out var result) && result.Error is not null && !listing.Protects(task))
                {
                    results.Remove(task.Id);
                    addressed.Add(task);
                }
            }
        }
        catch (TaskRequestException)
        {
            // Of what was not listed, the failure of its own read is told.
        }
    }
}
