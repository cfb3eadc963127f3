using System.Globalization;

namespace TaskCancellation;

/// <summary>Waits for one task to end.</summary>
internal sealed class TaskWaiter(TaskClient client, TaskTarget target, WaitOptions options)
{
    private readonly SnapshotReader reader = new(client);
    private readonly ProgressReporter progress = new(options.Progress, client.IdEquality);

    internal async Task<TaskSnapshot> RunAsync(CancellationToken cancellationToken)
    {
        var schedule = new PollSchedule(client, options);
        var last = await ReadTargetAsync(schedule, cancellationToken).ConfigureAwait(false);
        TaskSnapshot? seen = null;
        var expected = target;
        while (true)
        {
            if (!TaskIdentity.IsOf(client, expected, last.Snapshot))
            {
                throw new TaskNotFoundException($"{client.ProductName} has another task under the id {target.Id} now; the one meant is gone.", target.Id, seen);
            }

            seen = last.Snapshot ?? seen;
            expected = TaskIdentity.Learn(expected, seen);
            progress.Report(last.Snapshot);
            if (last.Snapshot is { IsTerminal: true } ended)
            {
                return ended;
            }

            if (last is { Snapshot: null, Error: null })
            {
                throw new TaskNotFoundException($"{client.ProductName} {(seen is null ? "does not know" : "no longer knows")} the task {target.Id}{(seen is not null && client.Capabilities.HidesTasks ? ": it is gone, or hidden from this caller" : "")}.{(seen is null ? " Check the id, the address, and what the credential may see." : "")}", target.Id, seen);
            }

            if (last.Error is { } error && !error.IsPassing(isKnown: seen is not null))
            {
                throw error;
            }

            if (!await schedule.NextAsync(last.NextAfter, cancellationToken, isRefusal: last.Error is not null).ConfigureAwait(false))
            {
                throw new TaskWaitTimeoutException(
                    string.Create(CultureInfo.InvariantCulture, $"The task {target.Id} of {client.ProductName} was not seen to end within {schedule.Timeout}; {Seen(seen, last.Error)}. The wait canceled nothing. Allow more time, or cancel it."), seen, last.Error);
            }

            last = await ReadTargetAsync(schedule, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Seen(TaskSnapshot? seen, TaskRequestException? error) =>
        (seen is null ? "it was not seen at all" : $"it was last seen {seen.State}") + (error is null ? "" : $", and the last read failed: {error.Message.TrimEnd('.')}");

    private Task<ReadResult> ReadTargetAsync(PollSchedule schedule, CancellationToken cancellationToken) => schedule.BoundAsync(
        async (read, token) => (await reader.TryReadAsync([target.Id], read, token).ConfigureAwait(false))[target.Id],
        timedOut => new ReadResult(null, timedOut),
        cancellationToken,
        mayLongPoll: true);
}

/// <summary>Reports each task that is seen for the first time, or changed.</summary>
internal sealed class ProgressReporter(IProgress<TaskSnapshot>? progress, IEqualityComparer<TaskId> equality)
{
    private readonly Dictionary<TaskId, TaskSnapshot> reported = new(equality);

    internal void Report(TaskSnapshot? task)
    {
        if (progress is not null && task is not null && (!reported.TryGetValue(task.Id, out var before) || task.DiffersForPeople(before)))
        {
            reported[task.Id] = task;
            progress.Report(task);
        }
    }
}
