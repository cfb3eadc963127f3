using System.Globalization;

namespace TaskCancellation;

/// <summary>A number of positions of a journaled batch that are dealt with together: what the journal knows, what reading shows, what is to be sent and what comes of it.</summary>
internal sealed class JournalWave
{
    private readonly BatchRun run;
    private readonly long first;
    private readonly TaskTarget[] targets;
    private readonly CancellationOutcome?[] remembered;
    private readonly Dictionary<TaskTarget, WaveItem> items = [];
    private readonly JournalConflictException? conflict;
    private long lookedAt;

    /// <summary>Compares the positions with what the journal has of them. Those from the first conflict on are left out.</summary>
    internal JournalWave(BatchRun run, long first, IReadOnlyList<TaskTarget> targets, IReadOnlyList<JournalEntry> entries)
    {
        this.run = run;
        this.first = first;
        if (entries.FirstOrDefault(entry => !Identity.MayBeOne(run.Client, entry.Target, targets[(int)(entry.Position - first)])) is { } other)
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
            items.TryAdd(KeyOf(target), new WaveItem(target) { Outcome = BatchOutcomes.FindMalformed(run.Client, target) });
        }

        foreach (var entry in entries.Where(entry => entry.Position - first < this.targets.Length))
        {
            Remember(entry);
        }
    }

    /// <summary>One outcome for each position, once the wave has run.</summary>
    internal IEnumerable<CancellationOutcome> Outcomes => targets.Select((_, at) => OutcomeAt(at));

    private WaveItem[] Unsettled => [.. items.Values.Where(item => item.Outcome is null)];

    internal async Task RunAsync(CancellationJournal journal, CancellationToken cancellationToken)
    {
        if (run.Options.Stop.IsCancellationRequested)
        {
            LeaveUnsettled();
            return;
        }

        var dealing = DealAsync(journal, cancellationToken);
        try
        {
            await dealing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // However it ended: what is known by now would be in doubt when the run is taken up.
            await WriteAsync(journal, FindUnwritten, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            // What went wrong first is thrown.
            await dealing.ConfigureAwait(false);
        }
    }

    /// <summary>Throws if a position holds another task than the journal has there.</summary>
    internal void ThrowIfConflicting()
    {
        if (conflict is not null)
        {
            throw conflict;
        }
    }

    // What was not attempted, or not allowed then, is attempted now; what is in doubt is looked at again.
    private void Remember(JournalEntry entry)
    {
        var item = items[KeyOf(targets[entry.Position - first])];
        item.Meant = Identity.Learn(item.Meant, entry.Target);
        item.IsDoubtful |= entry.Outcome is null or { Verdict: CancellationVerdict.Indeterminate, IdentityMismatch: false };
        if (entry.Outcome is { } outcome && !IsWorthAnotherTry(outcome))
        {
            remembered[entry.Position - first] = outcome;
            item.Outcome = outcome;
        }
    }

    private static bool IsWorthAnotherTry(CancellationOutcome outcome) =>
        outcome is { Verdict: CancellationVerdict.NotAttempted or CancellationVerdict.Denied } or { Verdict: CancellationVerdict.Indeterminate, IdentityMismatch: false };

    private async Task DealAsync(CancellationJournal journal, CancellationToken cancellationToken)
    {
        lookedAt = run.Client.TimeProvider.GetTimestamp();
        await ReconcileAsync([.. Unsettled.Where(item => item.IsDoubtful)], cancellationToken).ConfigureAwait(false);
        await LookAsync([.. Unsettled.Where(item => !item.IsDoubtful)], cancellationToken).ConfigureAwait(false);
        WaveItem[] doubtful = [.. Unsettled.Where(item => item.IsDoubtful)];
        WaveItem[] fresh = [.. Unsettled.Where(item => !item.IsDoubtful)];
        await WriteAsync(journal, at => items[KeyOf(targets[at])] is { Outcome: null, IsDoubtful: false } ? Entry(at, null) : null, cancellationToken).ConfigureAwait(false);
        await SendAsync(doubtful, doubtful: true, cancellationToken).ConfigureAwait(false);
        await SendAsync(fresh, doubtful: false, cancellationToken).ConfigureAwait(false);
    }

    private JournalEntry? FindUnwritten(int at) =>
        remembered[at] is null && items[KeyOf(targets[at])] is { Outcome: not null, IsLeft: false } ? Entry(at, OutcomeAt(at)) : null;

    private void LeaveUnsettled()
    {
        foreach (var item in Unsettled)
        {
            item.IsLeft = true;
            item.Outcome = new CancellationOutcome { Target = item.Target, Verdict = item.IsDoubtful ? CancellationVerdict.Indeterminate : CancellationVerdict.NotAttempted };
        }
    }

    private async Task ReconcileAsync(WaveItem[] doubtful, CancellationToken cancellationToken)
    {
        var limits = run.Client.Capabilities;
        IReadOnlyList<WaveItem>[] chunks = [.. IdChunks.Of(doubtful, item => item.Target.Id.Value.Length, limits.IdsPerRequest, limits.IdCharactersPerRequest)];
        await Parallelism.ForEachAsync(chunks.Length, run.Pace.Width, async at =>
        {
            var settled = await run.Engine.ReconcileAsync([.. chunks[at].Select(item => item.Meant)], cancellationToken).ConfigureAwait(false);
            var named = settled.Reply?.Items.Select(item => item.Target.Id).ToHashSet(run.Client.IdEquality) ?? [];
            foreach (var (item, outcome) in chunks[at].Zip(settled.Outcomes))
            {
                // Without a look at what became of it, nothing is sent again.
                item.IsLeft = settled.Failure is not null || settled.Reply is null;
                Learn(item, outcome);
                item.Outcome = item.IsLeft ? outcome : Settled(outcome, named.Contains(item.Target.Id));
                item.IsUntouched = item.Outcome is null && outcome.Snapshot is not null;
            }
        }).ConfigureAwait(false);
    }

    private static void Learn(WaveItem item, CancellationOutcome outcome) =>
        item.Meant = outcome.IdentityMismatch ? item.Meant : Identity.Learn(item.Meant, outcome.Snapshot);

    // It was seen before the cancel was written down: not found now, it has ended, unless it may be hidden. Null when the cancel is to be sent again.
    private CancellationOutcome? Settled(CancellationOutcome reconciled, bool isNamed) => reconciled switch
    {
        { IdentityMismatch: true, Snapshot.State: not (TaskState.Canceling or TaskState.Canceled) } => reconciled with { Verdict = CancellationVerdict.NotFound, Error = null },
        { Verdict: not CancellationVerdict.Indeterminate } or { IdentityMismatch: true } => reconciled,
        { Snapshot: null } when isNamed && !run.Client.Capabilities.HidesTasks => reconciled with { Verdict = CancellationVerdict.Ended, Error = null },
        _ => null,
    };

    // What no cancel can change is settled before anything is sent, so that it does not look like the work of a request whose reply an interruption lost.
    private async Task LookAsync(WaveItem[] fresh, CancellationToken cancellationToken)
    {
        var looks = await new CarefulLook(run.Client).RunAsync([.. fresh.Select(item => item.Meant)], cancellationToken).ConfigureAwait(false);
        foreach (var item in fresh)
        {
            var look = looks[item.Target.Id];
            item.Outcome = BatchOutcomes.FindSettled(run.Client, item.Meant, look);
            item.Meant = item.Outcome is null ? Identity.Learn(item.Meant, look.Snapshot) : item.Meant;
            item.IsLeft = item.Outcome?.Verdict == CancellationVerdict.NotAttempted;
        }
    }

    private async Task SendAsync(WaveItem[] unsent, bool doubtful, CancellationToken cancellationToken)
    {
        var outcomes = BatchPump.RunAsync(run, unsent.Select(item => item.Meant).ToAsyncEnumerable(), doubtful, cancellationToken, lookedAt);
        var at = 0;
        await foreach (var outcome in outcomes.ConfigureAwait(false))
        {
            var item = unsent[at++];
            item.Outcome = outcome.Verdict switch
            {
                CancellationVerdict.NotAttempted when doubtful => outcome with { Verdict = CancellationVerdict.Indeterminate },
                CancellationVerdict.Indeterminate when item.IsUntouched => Verdicts.FromRefusalOfUntouched(outcome),
                _ => outcome,
            };
            item.IsLeft = doubtful && item.Outcome.Verdict == CancellationVerdict.Indeterminate;
        }
    }

    private async Task WriteAsync(CancellationJournal journal, Func<int, JournalEntry?> entryAt, CancellationToken cancellationToken)
    {
        JournalEntry[] entries = [.. Enumerable.Range(0, targets.Length).Select(entryAt).OfType<JournalEntry>()];
        if (entries.Length > 0)
        {
            await journal.WriteAsync(run.Options.RunId!, entries, cancellationToken).ConfigureAwait(false);
        }
    }

    private JournalEntry Entry(int at, CancellationOutcome? outcome) => new() { Position = first + at, Target = Identity.Learn(targets[at], items[KeyOf(targets[at])].Meant), Outcome = outcome };

    private CancellationOutcome OutcomeAt(int at)
    {
        var outcome = remembered[at] ?? items[KeyOf(targets[at])].Outcome!;
        return outcome.Target == targets[at] ? outcome : outcome with { Target = targets[at] };
    }

    private TaskTarget KeyOf(TaskTarget target) => Identity.KeyOf(run.Client, target);
}
