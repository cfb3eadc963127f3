namespace TaskCancellation.Model.Tests.World;

/// <summary>Streams that wait, watches, and what is stored in between.</summary>
internal sealed partial class Runner
{
    private IAsyncEnumerable<CancellationOutcome> Refined(Call call, IAsyncEnumerable<CancellationOutcome> outcomes, double? seconds)
    {
        if (seconds is not { } timeout)
        {
            return outcomes;
        }

        void Begun()
        {
            call.WaitsFrom = call.IsWait ? call.WaitsFrom : stage.Clock.Elapsed;
            call.IsWait = true;
        }

        return new Tap(client) { Restoring = Begun }.WaitManyAsync(UntilOverAsync(call, outcomes, TimeSpan.FromSeconds(timeout)), Options(timeout), call.Token);
    }

    // Outcomes are waited for in groups, while others are still sent for; the last group is closed with the stream.
    private async IAsyncEnumerable<CancellationOutcome> UntilOverAsync(Call call, IAsyncEnumerable<CancellationOutcome> outcomes, TimeSpan timeout)
    {
        await foreach (var outcome in outcomes.ConfigureAwait(false))
        {
            yield return outcome;
        }

        call.IsBatchOver = true;
        call.LastWaitsFrom = stage.Clock.Elapsed;
        call.Timeout = timeout;
    }

    private async Task WatchAsync(Command command, Watch watch)
    {
        var call = Begin(command, new Call(0, null, 0));
        Waits(call, watch.TimeoutSeconds);
        var seen = new List<(int Moment, TaskSnapshot Task)>();
        var (_, error) = await RunAsync(call, async token =>
        {
            await foreach (var task in client.WatchAsync(stage.Service.FilterBy(watch.Other), Options(watch.TimeoutSeconds), token).ConfigureAwait(false))
            {
                seen.Add((stage.ReadResult(), task));
            }

            return seen;
        }).ConfigureAwait(false);
        new WatchRules(stage).Watched(call, watch.Other, seen, error);
    }

    // What was begun goes on from its text, as another process would have it.
    private void StoreAll()
    {
        if (planned is { } made)
        {
            var text = CancellationJson.Serialize(made.Plan);
            planned = (made.Call, CancellationJson.DeserializePlan(text));
            CheckText("plan", text, CancellationJson.Serialize(planned.Value.Plan));
        }

        // An operation that was made of a report knows of no service to go back to.
        if (last is { Operation.State.ServiceName.Length: > 0 } begun)
        {
            var text = CancellationJson.Serialize(begun.Operation.State);
            last = (begun.Call, client.Restore(CancellationJson.DeserializeOperation(text)));
            if (!last.Value.Operation.Accepted.Outcomes.Select(Essence).SequenceEqual(begun.Operation.Accepted.Outcomes.Select(Essence)))
            {
                stage.Wrong($"stored: {string.Join(", ", begun.Operation.Accepted.Outcomes)}, restored: {string.Join(", ", last.Value.Operation.Accepted.Outcomes)}");
            }

            CheckText("operation", text, CancellationJson.Serialize(last.Value.Operation.State));
        }
    }

    private static (TaskId, CancellationVerdict, TaskState?, TaskErrorReason?, RequestDelivery?) Essence(CancellationOutcome outcome) =>
        (outcome.Target.Id, outcome.Verdict, outcome.Snapshot?.State, outcome.Error?.Reason, outcome.Error?.Delivery);

    private void CheckText(string what, string first, string second)
    {
        if (first != second)
        {
            stage.Wrong($"a stored {what} comes back as another: {first} / {second}");
        }
    }
}
