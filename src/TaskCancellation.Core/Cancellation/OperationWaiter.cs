using System.Collections.Concurrent;

namespace TaskCancellation;

/// <summary>Waits for the end of what a cancel addressed. Reads only.</summary>
internal sealed class OperationWaiter
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private readonly TaskClient client;
    private readonly CancellationOperationState state;
    private readonly SnapshotReader reader;
    private readonly PollSchedule schedule;
    private readonly ProgressReporter progress;
    private readonly CancellationOutcome[] outcomes;
    private readonly TaskRequestException?[] unread;
    private readonly DescendantOutcomes followed;
    private readonly HashSet<int> abandoned = [];
    private readonly HashSet<int> wasRead = [];
    private readonly ServiceTaskFollower? follower;
    private readonly ServiceTaskEvidence evidence;
    private string? blocker;

    internal OperationWaiter(TaskClient client, CancellationOperationState state, WaitOptions options)
    {
        this.client = client;
        this.state = state;
        reader = new SnapshotReader(client);
        schedule = new PollSchedule(client, options);
        progress = new ProgressReporter(options.Progress, client.IdEquality);
        outcomes = [.. state.Accepted.Outcomes];
        unread = new TaskRequestException?[outcomes.Length];
        followed = new DescendantOutcomes(client, state.Accepted);
        evidence = new ServiceTaskEvidence(reader);
        follower = ServiceTaskFollower.HasWork(state) ? new ServiceTaskFollower(client, state) : null;
    }

    internal async Task<CancellationReport> RunAsync(CancellationToken cancellationToken)
    {
        // A Retry-After from the cancel or the reads after it also delays the first read, unless other tasks can be read.
        var refusal = Open().All(at => outcomes[at].Error?.RetryAfter is not null) ? Open().Max(at => outcomes[at].Error?.RetryAfter) : null;
        var (hint, isRefusal) = (refusal ?? Open().Min(at => outcomes[at].Snapshot?.PollAfter), refusal is not null);
        while (IsAnythingOpen() && await schedule.NextAsync(hint, cancellationToken, isRefusal).ConfigureAwait(false))
        {
            (hint, isRefusal) = await PollAsync(cancellationToken).ConfigureAwait(false);
        }

        // A service that carries out cancels as tasks of its own may have to finish others first.
        // If the last read was refused, or has used up the grace period, nothing more is asked.
        if (!isRefusal && !schedule.IsOverdue && (follower is { IsDone: false } || Open().Any(at => outcomes[at].ServiceTask is not null)))
        {
            blocker = await schedule.BoundAsync(DescribeBlockerAsync, _ => null, cancellationToken).ConfigureAwait(false);
        }

        return Report();
    }

    private async Task<string?> DescribeBlockerAsync(ReadOptions read, CancellationToken cancellationToken)
    {
        try
        {
            return await client.DescribeBlockerAsync(read, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }

    private bool IsAnythingOpen() => follower is { IsDone: false } || Open().Any();

    private IEnumerable<int> Open() => Enumerable.Range(0, outcomes.Length)
        .Where(at => outcomes[at].IsOpen && !abandoned.Contains(at) && !followed.Follows(at));

    private async Task<(TimeSpan? Hint, bool IsRefusal)> PollAsync(CancellationToken cancellationToken)
    {
        TimeSpan? hint = null;
        if (follower is { IsDone: false })
        {
            hint = await schedule.BoundAsync(follower.PollAsync, follower.Fail, cancellationToken).ConfigureAwait(false);
        }

        int[] open = [.. Open()];
        TaskId[] ids = [.. open.Select(at => outcomes[at].Target.Id)];
        if (ids.Length == 0)
        {
            return (hint, follower is { HasFailed: true });
        }

        // A read that hangs at the deadline takes nothing from those that did not.
        var taken = new ConcurrentDictionary<TaskId, ReadResult>(client.IdEquality);
        var results = await schedule.BoundAsync(
            (read, token) => evidence.TryReadAsync(outcomes, ids, read, taken, token),
            timedOut => ids.Distinct(client.IdEquality).ToDictionary(id => id, id => taken.GetValueOrDefault(id) ?? new ReadResult(null, timedOut), client.IdEquality),
            cancellationToken,
            mayLongPoll: open.Length == 1).ConfigureAwait(false);
        foreach (var at in open)
        {
            Take(at, results[outcomes[at].Target.Id]);
        }

        // A Retry-After binds; the hints of tasks say when the first of them is worth another read.
        return results.Values.Max(result => result.Error?.RetryAfter) is { } refusal
            ? (refusal, true)
            : (evidence.HasNews ? Soon : results.Values.Min(result => result.NextAfter) ?? hint, follower is { HasFailed: true });
    }

    private void Take(int at, ReadResult result)
    {
        var before = outcomes[at];
        unread[at] = result.Error;
        if (result.Error is null)
        {
            wasRead.Add(at);
            var isMeant = TaskIdentity.IsOf(client, before, result.Snapshot);
            progress.Report(isMeant ? result.Snapshot : null);
            outcomes[at] = before.Merge(isMeant ? evidence.Judge(before, result, VerdictRules.FromRead(before, result.Snapshot, client.Capabilities)) : VerdictRules.FromReadOfAnother(before));
            if (result.Snapshot is null || !isMeant)
            {
                abandoned.Add(at);
            }

            return;
        }

        // Once the service has accepted the cancel or shown the task, a reply that is not the service's own is a passing one of an intermediary.
        if (!result.Error.IsPassing(isKnown: before is { Snapshot: not null } or { Verdict: CancellationVerdict.Accepted }))
        {
            abandoned.Add(at);
        }
    }

    private CancellationReport Report()
    {
        CancellationOutcome[] ends = [.. outcomes.Select((outcome, at) => WithFailure(Held(!abandoned.Contains(at) && wasRead.Contains(at) ? AtDeadline(outcome) : outcome), unread[at]))];
        var report = state.Accepted with { Outcomes = [.. ends.Select((outcome, at) => followed.OutcomeOf(at, ends))] };
        return (follower is null ? report : follower.Report(report)) with { BlockedBy = blocker };
    }

    private static CancellationOutcome WithFailure(CancellationOutcome outcome, TaskRequestException? reading) => reading is null ? outcome : outcome with { Error = reading };

    private CancellationOutcome Held(CancellationOutcome outcome) => outcome is { IsOpen: true, ServiceTask: not null } ? outcome with { BlockedBy = blocker } : outcome;

    // Only a task that was read after the cancel is known to be still running.
    private static CancellationOutcome AtDeadline(CancellationOutcome outcome) =>
        outcome is { Verdict: CancellationVerdict.Accepted, Snapshot: not null }
            ? outcome with { Verdict = CancellationVerdict.StillRunning }
            : outcome;
}
