using System.Globalization;
using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>Follows the tasks that a filter addresses until all of them have ended: one list per round.</summary>
internal sealed class TaskWatcher(TaskClient client, TargetListing listing, WaitOptions options)
{
    private readonly SnapshotReader reader = new(client);
    private Dictionary<TaskId, TaskSnapshot> known = new(client.IdEquality);
    private bool hasListed;

    /// <summary>Returns a stream that starts over each time it is enumerated.</summary>
    internal static async IAsyncEnumerable<TaskSnapshot> WatchAsync(TaskClient client, TargetListing listing, WaitOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var task in new TaskWatcher(client, listing, options).RunAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return task;
        }
    }

    private async IAsyncEnumerable<TaskSnapshot> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var schedule = new PollSchedule(client, options);
        while (true)
        {
            var round = await schedule.BoundAsync(ReadRoundAsync, WatchRound.Failed, cancellationToken).ConfigureAwait(false);
            foreach (var task in round.Changed)
            {
                yield return task;
            }

            if (round.Error is { } error && !error.IsPassing(isKnown: hasListed))
            {
                throw error;
            }

            TaskSnapshot[] open = [.. known.Values.Where(task => !task.IsTerminal)];
            if (round.Error is null && open.Length == 0)
            {
                yield break;
            }

            if (!await schedule.NextAsync(round.Hint, cancellationToken, isRefusal: round.Error is not null).ConfigureAwait(false))
            {
                throw new TaskWaitTimeoutException(
                    string.Create(CultureInfo.InvariantCulture, $"{(hasListed ? $"{open.Length} of the watched tasks of {client.ProductName} were not seen to end" : $"The tasks of {client.ProductName} to watch were not listed")} within {schedule.Timeout}{(round.Error is { } last ? $"; the last read failed: {last.Message.TrimEnd('.')}" : "")}. The wait canceled nothing. Allow more time, or watch fewer tasks."), open.LastOrDefault(), round.Error);
            }
        }
    }

    private async Task<WatchRound> ReadRoundAsync(ReadOptions read, CancellationToken cancellationToken)
    {
        var now = new Dictionary<TaskId, TaskSnapshot>(client.IdEquality);
        TaskRequestException? error = null;
        try
        {
            await foreach (var task in listing.Addressed.ListAsync(read, cancellationToken).ConfigureAwait(false))
            {
                if (!listing.Protects(task))
                {
                    now.TryAdd(task.Id, task);
                }
            }
        }
        catch (TaskRequestException failure)
        {
            return WatchRound.Failed(failure);
        }

        // A task that is no longer listed has left the filter, has ended, or is gone.
        TaskSnapshot[] left = [.. known.Values.Where(task => !task.IsTerminal && !now.ContainsKey(task.Id))];
        var results = await reader.TryReadAsync([.. left.Select(task => task.Id)], read, cancellationToken).ConfigureAwait(false);
        foreach (var before in left)
        {
            var result = results[before.Id];
            error ??= result.Error;
            if (result.Error is not null)
            {
                now.Add(before.Id, before);
            }
            else if (result.Snapshot is { } task && TaskIdentity.IsOf(client, before.ToTarget(), task))
            {
                now.Add(before.Id, task);
            }
        }

        TaskSnapshot[] changed = [.. now.Values.Where(task => !known.TryGetValue(task.Id, out var before) || before != task)];
        known = now;
        hasListed = true;
        return new WatchRound(changed, results.Values.Max(result => result.Error?.RetryAfter) ?? now.Values.Where(task => !task.IsTerminal).Min(task => task.PollAfter), error);
    }
}

/// <summary>The result of one round of a watch.</summary>
/// <param name="Changed">The tasks that are new or changed.</param>
/// <param name="Hint">After how long the service suggests the next round.</param>
/// <param name="Error">Why the round, or a part of it, could not be read.</param>
internal sealed record WatchRound(IReadOnlyList<TaskSnapshot> Changed, TimeSpan? Hint, TaskRequestException? Error)
{
    internal static WatchRound Failed(TaskRequestException error) => new([], error.RetryAfter, error);
}
