using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace TaskCancellation;

/// <summary>Waits for the tasks of a stream of outcomes, in order. Neighbors are waited for as a group, so that one list per round serves them where the service has such a list.</summary>
internal sealed class OutcomeWaiter : IAsyncDisposable
{
    private const int UsualGroup = 500;
    private const int MostHeld = 10_000;
    private const int FewGroups = 4;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);

    private readonly TaskClient client;
    private readonly WaitOptions? options;
    private readonly CancellationToken token;
    private readonly CancellationTokenSource life;
    private readonly InputWaitTime inputWait;
    private readonly int groupSize;
    private readonly PrefetchReader<CancellationOutcome> input;
    private readonly Queue<Task<Group>> groups = new();
    private readonly CancellationTokenTaskSource ended;
    private readonly WakeSignal wake = new();
    private readonly ReusableTimer timer;
    private Task? awaitedInput;
    private List<CancellationOutcome> open = [];
    private int held;

    private OutcomeWaiter(TaskClient client, IAsyncEnumerable<CancellationOutcome> source, WaitOptions? options, CancellationToken cancellationToken)
    {
        this.client = client;
        this.options = options;
        token = cancellationToken;
        life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        input = new PrefetchReader<CancellationOutcome>(source, life.Token);
        ended = new CancellationTokenTaskSource(cancellationToken);
        timer = new ReusableTimer(client.TimeProvider, wake.Set);
        wake.SetBy(ended.Task);
        inputWait = new InputWaitTime(client.TimeProvider);

        // Where reading many tasks goes over the whole list, all outcomes that are held share it.
        groupSize = client.Capabilities?.ReadsByFullList == true ? MostHeld : UsualGroup;
    }

    private bool IsDone => input.HasEnded && held == 0;

    // While several groups are being waited for, a new one fills up first.
    private bool MayCloseEarly => groups.Count(group => !group.IsCompleted) < FewGroups;

    private bool IsOpenGroupDue => open.Count > 0 && (input.HasEnded || held >= MostHeld || (MayCloseEarly && OpenGroupWaits <= TimeSpan.Zero));

    private TimeSpan OpenGroupWaits => Gathering - inputWait.Total;

    internal static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        TaskClient client, IAsyncEnumerable<CancellationOutcome> source, WaitOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiter = new OutcomeWaiter(client, source, options, cancellationToken);
        await using var end = waiter.ConfigureAwait(false);
        while (!waiter.IsDone)
        {
            await waiter.ReadAsync().ConfigureAwait(false);
            if (waiter.groups.TryPeek(out var oldest) && oldest.IsCompleted)
            {
                _ = waiter.groups.Dequeue();
                var group = await oldest.ConfigureAwait(false);
                foreach (var outcome in group.Outcomes)
                {
                    waiter.held--;
                    yield return outcome;
                    cancellationToken.ThrowIfCancellationRequested();
                }

                group.ThrowIfFailed();
            }
            else if (!waiter.IsDone)
            {
                await waiter.WaitAsync().ConfigureAwait(false);
            }
        }

        waiter.input.ThrowIfFailed();
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsDone)
        {
            life.Cancel();
        }

        await ((Task)Task.WhenAll(groups)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        timer.Dispose();
        ended.Dispose();
        await input.DisposeAsync().ConfigureAwait(false);
        life.Dispose();
    }

    private async Task ReadAsync()
    {
        token.ThrowIfCancellationRequested();
        while (held < MostHeld && await input.TryReadAsync().ConfigureAwait(false))
        {
            inputWait.Ready();
            if (open.Count == 0)
            {
                inputWait.Begin();
            }

            open.Add(input.Current);
            held++;
            if (open.Count == groupSize)
            {
                Close();
            }
        }

        if (input.Pending is not null)
        {
            inputWait.NotReady();
        }

        if (IsOpenGroupDue)
        {
            Close();
        }
    }

    private void Close()
    {
        IReadOnlyList<CancellationOutcome> group = open;
        var ending = group.Any(outcome => outcome.IsOpen) ? WaitForAsync(group) : Task.FromResult(new Group(group, null));
        groups.Enqueue(ending);
        wake.SetBy(ending);
        open = [];
    }

    // Uses public verbs only, so that a mocked client works.
    private async Task<Group> WaitForAsync(IReadOnlyList<CancellationOutcome> group)
    {
        var state = new CancellationOperationState
        {
            ServiceName = client.Capabilities?.ServiceName ?? "",
            Endpoint = client.Endpoint,
            Accepted = new CancellationReport { Outcomes = group, IsComplete = true },
        };
        var operation = client.Restore(state) ?? throw new InvalidOperationException("Restore gave no operation to wait for. A mocked client needs a setup of Restore: CancellationOperation.FromReport(…) will do.");
        var report = await operation.WaitForCompletionAsync(options, life.Token).ConfigureAwait(false);
        try
        {
            await WriteEndsAsync(group, report.Outcomes).ConfigureAwait(false);
            return new Group(report.Outcomes, null);
        }
        catch (JournalException failure)
        {
            return new Group(report.Outcomes, failure);
        }
    }

    // What a journaled batch wrote as accepted is written again with its end.
    private async Task WriteEndsAsync(IReadOnlyList<CancellationOutcome> before, IReadOnlyList<CancellationOutcome> after)
    {
        var ends = before.Zip(after).Where(pair => pair is { First.Place.At: not null, Second.IsDefinite: true } && pair.First.Target == pair.Second.Target);
        foreach (var run in ends.GroupBy(pair => pair.First.Place.At!.Run))
        {
            JournalEntry[] entries = [.. run.Select(pair => new JournalEntry { Position = pair.First.Place.At!.Position, Target = TaskIdentity.Learn(pair.Second.Target, pair.Second.IdentityMismatch ? null : pair.Second.Snapshot), Outcome = pair.Second })];
            await run.Key.WriteAsync(entries, life.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitAsync()
    {
        if (held < MostHeld && input.Pending is { } reading && reading != awaitedInput)
        {
            awaitedInput = reading;
            wake.SetBy(reading);
        }

        if (open.Count > 0 && MayCloseEarly)
        {
            timer.Start(OpenGroupWaits);
        }

        await wake.WaitAsync().ConfigureAwait(false);
        inputWait.Waited();
    }

    /// <summary>A group whose wait has ended.</summary>
    /// <param name="Outcomes">The outcomes.</param>
    /// <param name="Failure">Why they are not in the journal; null when they are.</param>
    private sealed record Group(IReadOnlyList<CancellationOutcome> Outcomes, JournalException? Failure)
    {
        internal void ThrowIfFailed()
        {
            if (Failure is not null)
            {
                ExceptionDispatchInfo.Throw(Failure);
            }
        }
    }
}
