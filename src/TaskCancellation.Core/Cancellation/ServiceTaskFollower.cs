namespace TaskCancellation;

/// <summary>Follows the service's own task that carries out a cancel by filter, then reads whom it canceled.</summary>
internal sealed class ServiceTaskFollower(TaskClient client, CancelReply reply)
{
    private ServiceTaskCounts? counts;
    private bool isEndKnown;
    private IReadOnlyList<CancellationOutcome> named = [];
    private TaskRequestException? error;

    /// <summary>The end is known, or cannot be.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>The last look failed.</summary>
    internal bool HasFailed => error is not null;

    /// <summary>One look. Returns after how long the next is worth it.</summary>
    internal async Task<TimeSpan?> LookAsync(ReadOptions read, CancellationToken cancellationToken)
    {
        try
        {
            var serviceTask = await client.Guard.ReadAsync(reply.ServiceTask!.Value, read, cancellationToken).ConfigureAwait(false);
            counts = serviceTask?.Details?.CancellationCounts ?? counts;
            var hasEnded = serviceTask?.IsTerminal ?? await HasEndedUnseenAsync(read, cancellationToken).ConfigureAwait(false);
            if (hasEnded is not false)
            {
                named = await ReadNamedAsync(read, cancellationToken).ConfigureAwait(false);
                isEndKnown = hasEnded is true;
                IsDone = true;
            }

            error = null;
            return serviceTask?.PollAfter;
        }
        catch (TaskRequestException failure)
        {
            return Fail(failure);
        }
    }

    /// <summary>Takes note of a look that failed.</summary>
    internal TimeSpan? Fail(TaskRequestException failure)
    {
        error = failure;
        IsDone = !failure.IsTransient;
        return failure.RetryAfter;
    }

    /// <summary>Adds what was learned to a report.</summary>
    internal CancellationReport Report(CancellationReport report)
    {
        var matched = counts?.Matched ?? report.Matched;
        var isRead = isEndKnown && error is null;
        var ids = named.Select(outcome => outcome.Target.Id).ToHashSet(client.IdEquality);
        CancellationOutcome[] outcomes = [.. report.Outcomes.Where(outcome => !ids.Contains(outcome.Target.Id)), .. named];
        return report with
        {
            Outcomes = outcomes,
            Matched = matched,
            Unlisted = isRead ? matched - outcomes.Length : null,
            IsComplete = isRead && matched is not null,
            Error = error,
        };
    }

    // A key that may not read the service task may still read the tasks it addressed. A service task cancels all it can at once: one that is canceled tells that it has run.
    private async Task<bool?> HasEndedUnseenAsync(ReadOptions read, CancellationToken cancellationToken) =>
        (await ReadNamedAsync(read, cancellationToken).ConfigureAwait(false)).Count > 0 ? true : await IsNothingLeftAsync(read, cancellationToken).ConfigureAwait(false);

    // Null: that cannot be told either.
    private async Task<bool?> IsNothingLeftAsync(ReadOptions read, CancellationToken cancellationToken) =>
        reply.Unfinished is { } unfinished ? !await ListAsync(unfinished, read, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false) : null;

    private IAsyncEnumerable<TaskSnapshot> ListAsync(FilterTranslation filter, ReadOptions read, CancellationToken cancellationToken) =>
        new FilterQuery(client, filter.Filter, [filter]).ListAsync(read, cancellationToken);

    private async Task<IReadOnlyList<CancellationOutcome>> ReadNamedAsync(ReadOptions read, CancellationToken cancellationToken)
    {
        var outcomes = new List<CancellationOutcome>();
        if (reply.Named is { } filter)
        {
            await foreach (var task in ListAsync(filter, read, cancellationToken).ConfigureAwait(false))
            {
                outcomes.Add(Verdicts.FromItem(new CancelItemReply(task.ToTarget(), CancelDisposition.Acknowledged, task), doubtful: false, order: 1));
            }
        }

        return outcomes;
    }
}
