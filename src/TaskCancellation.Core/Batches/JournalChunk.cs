using System.Globalization;
using System.Runtime.ExceptionServices;

namespace TaskCancellation;

/// <summary>A chunk of positions of a journaled batch: compared with the journal, read, written down as intents, sent, and written down again with their outcomes.</summary>
internal sealed class JournalChunk
{
    private readonly BatchRun run;
    private readonly long first;
    private readonly TaskTarget[] targets;
    private readonly CancellationOutcome?[] remembered;
    private readonly Dictionary<TaskTarget, JournalChunkItem> items = [];
    private readonly JournalConflictException? conflict;
    private JournalException? failure;
    private long verifiedAt;

    /// <summary>Compares the positions with the entries of the journal. Positions from the first conflict on are left out.</summary>
    internal JournalChunk(BatchRun run, long first, IReadOnlyList<TaskTarget> targets, IReadOnlyList<JournalEntry> entries)
    {
        this.run = run;
        this.first = first;
        if (entries.FirstOrDefault(entry => !TaskIdentity.MayBeOne(run.Client, entry.Target, targets[(int)(entry.Position - first)])) is { } other)
        {
            var at = (int)(other.Position - first);
            conflict = new JournalConflictException(
                string.Create(CultureInfo.InvariantCulture, $"The run '{run.Options.RunId}' has the task {other.Target.Id} at position {other.Position}, where the input has {targets[at].Id}. Nothing was sent for it or for what follows."), run.Options.RunId!);
            targets = [.. targets.Take(at)];
        }

        this.targets = [.. targets];
        remembered = new CancellationOutcome?[this.targets.Length];
        foreach (var target in this.targets)
        {
            items.TryAdd(KeyOf(target), new JournalChunkItem(target) { Outcome = BatchOutcomes.FindMalformed(run.Client, target) });
        }

        foreach (var entry in entries.Where(entry => entry.Position - first < this.targets.Length))
        {
            Remember(entry);
        }
    }

    /// <summary>One outcome for each position, once the chunk has run.</summary>
    internal IEnumerable<CancellationOutcome> Outcomes => targets.Select((_, at) => OutcomeAt(at));

    private JournalChunkItem[] Unsettled => [.. items.Values.Where(item => item.Outcome is null)];

    internal async Task RunAsync(CancellationJournal journal, CancellationToken cancellationToken)
    {
        if (run.Options.Stop.IsCancellationRequested || run.Refusal is not null)
        {
            LeaveUnsettled();
            return;
        }

        try
        {
            await ExecuteAndWriteAsync(journal, cancellationToken).ConfigureAwait(false);
        }
        catch (JournalException cause)
        {
            // What was sent, and what became of it, is told before the failure is thrown.
            failure = cause;
            LeaveUnsettled();
        }
    }

    /// <summary>Throws if the journal failed, or has another task at a position. The outcomes come first.</summary>
    internal void ThrowIfFailed()
    {
        switch (failure)
        {
            case JournalConflictException:
                ExceptionDispatchInfo.Throw(failure);
                break;
            case not null:
                throw new JournalException(
                    string.Create(CultureInfo.InvariantCulture, $"{failure.Message.TrimEnd('.')}. The outcomes of the positions {first} to {first + targets.Length - 1} of the run '{run.Options.RunId}' were yielded all the same; the journal may not have them. Nothing more was sent. Resume the run when the journal can be used: what may have been sent is then read first."),
                    failure.Reason,
                    failure);
        }

        if (conflict is not null)
        {
            throw conflict;
        }
    }

    private async Task ExecuteAndWriteAsync(CancellationJournal journal, CancellationToken cancellationToken)
    {
        var executing = ExecuteAsync(journal, cancellationToken);
        try
        {
            await executing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // However it ended: an outcome that is not written down would be ambiguous when the run is resumed.
            await WriteAsync(journal, FindUnwritten, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            // The first failure is the one that is thrown.
            await executing.ConfigureAwait(false);
        }
    }

    // Positions that were not attempted or were denied are attempted now; ambiguous ones are read again.
    private void Remember(JournalEntry entry)
    {
        var item = items[KeyOf(targets[entry.Position - first])];
        item.Expected = TaskIdentity.Learn(item.Expected, entry.Target);
        item.IsAmbiguous |= entry.Outcome is null or { Verdict: CancellationVerdict.Indeterminate, IdentityMismatch: false };
        if (entry.Outcome is { } outcome && !IsWorthAnotherTry(outcome))
        {
            remembered[entry.Position - first] = outcome;
            item.Outcome = outcome;
        }
    }

    private static bool IsWorthAnotherTry(CancellationOutcome outcome) =>
        outcome is { Verdict: CancellationVerdict.NotAttempted or CancellationVerdict.Denied } or { Verdict: CancellationVerdict.Indeterminate, IdentityMismatch: false };

    private async Task ExecuteAsync(CancellationJournal journal, CancellationToken cancellationToken)
    {
        verifiedAt = run.Client.TimeProvider.GetTimestamp();
        await ReconcileAsync([.. Unsettled.Where(item => item.IsAmbiguous)], cancellationToken).ConfigureAwait(false);
        await VerifyAsync([.. Unsettled.Where(item => !item.IsAmbiguous)], cancellationToken).ConfigureAwait(false);
        JournalChunkItem[] ambiguous = [.. Unsettled.Where(item => item.IsAmbiguous)];
        JournalChunkItem[] fresh = [.. Unsettled.Where(item => !item.IsAmbiguous)];
        await WriteAsync(journal, at => items[KeyOf(targets[at])] is { Outcome: null, IsAmbiguous: false } ? Entry(at, null) : null, cancellationToken).ConfigureAwait(false);
        await SendAsync(ambiguous, isAmbiguous: true, cancellationToken).ConfigureAwait(false);
        await SendAsync(fresh, isAmbiguous: false, cancellationToken).ConfigureAwait(false);
    }

    private JournalEntry? FindUnwritten(int at) =>
        remembered[at] is null && items[KeyOf(targets[at])] is { Outcome: not null, IsLeft: false } ? Entry(at, OutcomeAt(at)) : null;

    private void LeaveUnsettled()
    {
        foreach (var item in Unsettled)
        {
            item.Outcome = new CancellationOutcome { Target = item.Target, Verdict = item.IsAmbiguous ? CancellationVerdict.Indeterminate : CancellationVerdict.NotAttempted, Error = run.Refusal };
        }
    }

    private async Task ReconcileAsync(JournalChunkItem[] ambiguous, CancellationToken cancellationToken)
    {
        var limits = run.Client.Capabilities;
        IReadOnlyList<JournalChunkItem>[] chunks = [.. IdChunker.Of(ambiguous, item => item.Target.Id.Value.Length, limits.IdsPerRequest, limits.IdCharactersPerRequest)];
        await BoundedParallel.ForEachAsync(chunks.Length, run.Limiter.Limit, async at =>
        {
            var resolved = await run.Engine.ReconcileAsync([.. chunks[at].Select(item => item.Expected)], cancellationToken).ConfigureAwait(false);
            run.Record(resolved.Failure);
            var named = resolved.Reply?.Items.Select(item => item.Target.Id).ToHashSet(run.Client.IdEquality) ?? [];
            foreach (var (item, outcome) in chunks[at].Zip(resolved.Outcomes))
            {
                // Nothing is sent again before a read has shown what became of it.
                item.IsLeft = resolved.Failure is not null || resolved.Reply is null;
                Learn(item, outcome);
                item.Outcome = item.IsLeft ? outcome : Resolved(outcome, named.Contains(item.Target.Id));
                item.IsUntouched = item.Outcome is null && outcome.Snapshot is not null;
            }
        }).ConfigureAwait(false);
    }

    private static void Learn(JournalChunkItem item, CancellationOutcome outcome) =>
        item.Expected = outcome.IdentityMismatch ? item.Expected : TaskIdentity.Learn(item.Expected, outcome.Snapshot);

    // The task was read before the intent was written: not found now, it has ended, unless it may be hidden. Null when the cancel is to be sent again.
    private CancellationOutcome? Resolved(CancellationOutcome reconciled, bool isNamed) => reconciled switch
    {
        { IdentityMismatch: true, Snapshot.State: not (TaskState.Canceling or TaskState.Canceled) } => reconciled with { Verdict = CancellationVerdict.NotFound, Error = null },
        { Verdict: not CancellationVerdict.Indeterminate } or { IdentityMismatch: true } => reconciled,
        { Snapshot: null } when isNamed && !run.Client.Capabilities.HidesTasks => reconciled with { Verdict = CancellationVerdict.Ended, Error = null },
        _ => null,
    };

    // Tasks that no cancel can change get their outcome before anything is sent: after an interruption they would look as if the lost request had ended them.
    private async Task VerifyAsync(JournalChunkItem[] fresh, CancellationToken cancellationToken)
    {
        var results = await new SnapshotReader(run.Client).TryReadOrListAsync([.. fresh.Select(item => item.Expected)], cancellationToken).ConfigureAwait(false);
        foreach (var item in fresh)
        {
            var result = results[item.Target.Id];
            item.Outcome = BatchOutcomes.FindResolved(run.Client, item.Expected, result);
            item.Expected = item.Outcome is null ? TaskIdentity.Learn(item.Expected, result.Snapshot) : item.Expected;
            item.IsLeft = item.Outcome?.Verdict == CancellationVerdict.NotAttempted;
            run.Record(result.Error);
        }
    }

    private async Task SendAsync(JournalChunkItem[] unsent, bool isAmbiguous, CancellationToken cancellationToken)
    {
        // Items that turned out to be one task share a request.
        var sent = unsent.GroupBy(item => KeyOf(item.Expected)).Select(same => (Item: new BatchItem(same.First().Expected), For: same.ToList())).ToList();
        var sender = new ChunkSender(run, cancellationToken, isAmbiguous, verifiedAt);
        await using var _ = sender.ConfigureAwait(false);
        try
        {
            await sender.SendAllAsync(sent.Select(one => one.Item)).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (outcome, item) in sent.Where(one => one.Item.Outcome is not null).SelectMany(one => one.For, (one, item) => (one.Item.Outcome!, item)))
            {
                Resolve(item, outcome with { Target = item.Expected }, isAmbiguous);
            }
        }
    }

    private static void Resolve(JournalChunkItem item, CancellationOutcome outcome, bool isAmbiguous)
    {
        item.Outcome = outcome.Verdict switch
        {
            CancellationVerdict.NotAttempted when isAmbiguous => outcome with { Verdict = CancellationVerdict.Indeterminate },
            CancellationVerdict.Indeterminate when item.IsUntouched => VerdictRules.FromRefusalOfUntouched(outcome),
            _ => outcome,
        };
        item.IsLeft = isAmbiguous && item.Outcome.Verdict == CancellationVerdict.Indeterminate;
    }

    private async Task WriteAsync(CancellationJournal journal, Func<int, JournalEntry?> entryAt, CancellationToken cancellationToken)
    {
        JournalEntry[] entries = [.. Enumerable.Range(0, targets.Length).Select(entryAt).OfType<JournalEntry>()];
        if (entries.Length > 0)
        {
            await journal.WriteAsync(run.Options.RunId!, entries, cancellationToken).ConfigureAwait(false);
        }
    }

    // A denied cancel is not final: a resumed run tries again.
    private JournalEntry Entry(int at, CancellationOutcome? outcome) => new()
    {
        Position = first + at,
        Target = TaskIdentity.Learn(targets[at], items[KeyOf(targets[at])].Expected),
        Outcome = outcome is { Verdict: CancellationVerdict.Denied } ? outcome with { Verdict = CancellationVerdict.NotAttempted } : outcome,
    };

    private CancellationOutcome OutcomeAt(int at)
    {
        var outcome = remembered[at] ?? items[KeyOf(targets[at])].Outcome!;
        return outcome.Target == targets[at] ? outcome : outcome with { Target = targets[at] };
    }

    private TaskTarget KeyOf(TaskTarget target) => TaskIdentity.KeyOf(run.Client, target);
}

/// <summary>One target of a chunk, for all positions that name it.</summary>
internal sealed class JournalChunkItem(TaskTarget target)
{
    internal TaskTarget Target { get; } = target;

    /// <summary>The target with the identity that was read, by this run or by an interrupted one.</summary>
    internal TaskTarget Expected { get; set; } = target;

    /// <summary>The outcome; null until it is known.</summary>
    internal CancellationOutcome? Outcome { get; set; }

    /// <summary>An interrupted run may have sent a cancel of it.</summary>
    internal bool IsAmbiguous { get; set; }

    /// <summary>A read after that interruption showed the task, and no trace of a cancel.</summary>
    internal bool IsUntouched { get; set; }

    /// <summary>The outcome is not written to the journal, so that a resumed run attempts the target again.</summary>
    internal bool IsLeft { get; set; }
}
