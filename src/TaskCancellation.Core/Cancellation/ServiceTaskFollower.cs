namespace TaskCancellation;

/// <summary>Follows the service's own task that carries out a cancel by filter, then reads whom it canceled.</summary>
internal sealed class ServiceTaskFollower(TaskClient client, CancelReply reply)
{
    private TaskSnapshot? serviceTask;
    private IReadOnlyList<CancellationOutcome> named = [];
    private TaskRequestException? error;

    /// <summary>The end is known, or cannot be.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>One look. Returns after how long the next is worth it.</summary>
    internal async Task<TimeSpan?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            serviceTask = await client.ReadAsync(reply.ServiceTask!.Value, ReadOptions.Default, cancellationToken).ConfigureAwait(false);
            var ended = serviceTask?.IsTerminal ?? !await AnyUnfinishedAsync(cancellationToken).ConfigureAwait(false);
            if (ended)
            {
                named = await ReadNamedAsync(cancellationToken).ConfigureAwait(false);
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
        var matched = serviceTask?.Details?.CancellationCounts?.Matched ?? report.Matched;
        var isRead = IsDone && error is null;
        return report with
        {
            Outcomes = named,
            Matched = matched,
            Unlisted = isRead ? matched - named.Count : null,
            IsComplete = isRead && matched is not null,
            Error = error,
        };
    }

    // A key that may not read the service task may still read the tasks it addressed.
    private async Task<bool> AnyUnfinishedAsync(CancellationToken cancellationToken) =>
        reply.Unfinished is { } unfinished && await client.ReadListAsync(unfinished, ReadOptions.Default, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyList<CancellationOutcome>> ReadNamedAsync(CancellationToken cancellationToken)
    {
        var outcomes = new List<CancellationOutcome>();
        if (reply.Named is { } filter)
        {
            await foreach (var task in client.ReadListAsync(filter, ReadOptions.Default, cancellationToken).ConfigureAwait(false))
            {
                outcomes.Add(new CancellationOutcome { Target = task.ToTarget(), Verdict = CancellationVerdict.Canceled, Snapshot = task, Sequence = 1 });
            }
        }

        return outcomes;
    }
}
