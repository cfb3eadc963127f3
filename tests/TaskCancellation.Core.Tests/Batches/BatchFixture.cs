using System.Runtime.CompilerServices;

namespace TaskCancellation.Core.Tests.Batches;

/// <summary>Batches of a scripted client on a virtual clock. Counts what is read of the input and what is yielded.</summary>
public abstract class BatchFixture : WaitFixture
{
    private protected int Read { get; private set; }

    private protected int Yielded { get; private set; }

    private protected bool IsInputDisposed { get; private set; }

    /// <summary>The most inputs that were ahead of the outcomes.</summary>
    private protected int MostAhead { get; private set; }

    private protected IEnumerable<string[]> Requests => Client.Cancels.Select(request => request.Targets.Select(target => target.Id.Value).ToArray());

    private protected void ChunksHold(int ids, int? characters = null) => Client.Can = Client.Can with { IdsPerRequest = ids, IdCharactersPerRequest = characters };

    private protected static TaskTarget[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(at => new TaskTarget($"t{at}"))];

    /// <summary>Every request is answered after that time.</summary>
    private protected void RepliesTake(double seconds) => Client.OnCancel = async (request, token) =>
    {
        await Task.Delay(Some.Seconds(seconds), Clock, token).ConfigureAwait(false);
        return CancelReply.ForEach(request, CancelDisposition.Acknowledged);
    };

    /// <summary>The first requests are refused with that; later ones are taken.</summary>
    private protected void FirstRequestsFail(int count, TaskRequestException error) => Client.OnCancel = (request, _) => Client.Cancels.Count <= count
        ? Task.FromException<CancelReply>(error)
        : Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged));

    /// <summary>An input that is counted, and pauses before those of its items that are in <paramref name="pauses"/>.</summary>
    private protected async IAsyncEnumerable<TaskTarget> Input(
        IEnumerable<TaskTarget> targets, IReadOnlyDictionary<int, double>? pauses = null, Exception? failure = null, [EnumeratorCancellation] CancellationToken token = default)
    {
        try
        {
            var at = 0;
            foreach (var target in targets)
            {
                if (pauses?.TryGetValue(at++, out var seconds) == true)
                {
                    await Task.Delay(Some.Seconds(seconds), Clock, token).ConfigureAwait(false);
                }

                Read++;
                MostAhead = Math.Max(MostAhead, Read - Yielded);
                yield return target;
            }

            if (failure is not null)
            {
                throw failure;
            }
        }
        finally
        {
            IsInputDisposed = true;
        }
    }

    private protected Task<List<CancellationOutcome>> CancelAsync(IEnumerable<TaskTarget> targets, BatchOptions? options = null, CancellationToken token = default) =>
        CancelAsync(Input(targets, token: token), options, token);

    private protected Task<List<CancellationOutcome>> CancelAsync(IAsyncEnumerable<TaskTarget> targets, BatchOptions? options = null, CancellationToken token = default) =>
        OnClockAsync(async () =>
        {
            var outcomes = new List<CancellationOutcome>();
            await CollectAsync(Client.CancelManyAsync(targets, options, token), outcomes).ConfigureAwait(false);
            return outcomes;
        });

    /// <summary>What was yielded before the stream failed, and the failure.</summary>
    private protected Task<(List<CancellationOutcome> Outcomes, Exception? Failure)> CancelUntilFailureAsync(IAsyncEnumerable<TaskTarget> targets, BatchOptions? options = null, CancellationToken token = default) =>
        OnClockAsync(async () =>
        {
            var outcomes = new List<CancellationOutcome>();
            try
            {
                await CollectAsync(Client.CancelManyAsync(targets, options, token), outcomes).ConfigureAwait(false);
                return (outcomes, default(Exception));
            }
            catch (Exception failure)
            {
                return (outcomes, failure);
            }
        });

    private protected static IEnumerable<string> Lines(IEnumerable<CancellationOutcome> outcomes) => outcomes.Select(outcome => outcome.ToString());

    private protected static IEnumerable<CancellationVerdict> Verdicts(IEnumerable<CancellationOutcome> outcomes) => outcomes.Select(outcome => outcome.Verdict);

    private async Task CollectAsync(IAsyncEnumerable<CancellationOutcome> source, List<CancellationOutcome> outcomes)
    {
        await foreach (var outcome in source.ConfigureAwait(false))
        {
            Yielded++;
            outcomes.Add(outcome);
        }
    }
}
