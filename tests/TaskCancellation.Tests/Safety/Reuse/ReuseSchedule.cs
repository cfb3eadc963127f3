using TaskCancellation.Tests.Findings;

namespace TaskCancellation.Tests.Safety.Reuse;

/// <summary>One schedule: a verb on tasks of ours, a reset somewhere in the middle of it, and tasks of others under their ids from some time after that.</summary>
internal sealed class ReuseSchedule(ReusingService service, Random random)
{
    private readonly TimeSpan reset = TimeSpan.FromMilliseconds(random.Next(1_000, 40_000));
    private readonly WaitOptions wait = new()
    {
        FirstDelay = TimeSpan.FromSeconds(random.Next(1, 40)),
        MaxDelay = TimeSpan.FromSeconds(random.Next(40, 60)),
        Timeout = TimeSpan.FromSeconds(300),
    };

    private readonly List<string> violations = [];

    internal async Task<IReadOnlyList<string>> RunAsync()
    {
        await service.AddOursAsync(random.Next(1, 4), random);
        Func<Task>[] verbs = [WaitAsync, RunToCompletionAsync, CancelWhenAsync, JournalAsync, PlanAsync, OperationAsync, RememberedAsync];
        var verb = verbs[random.Next(verbs.Length)];
        await verb();
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        violations.AddRange(service.Foreign.Where(service.IsHit).Select(id => $"{verb.Method.Name}: the foreign task {id} was canceled"));
        return violations;
    }

    private void ResetLater()
    {
        service.After(reset, service.Reset);
        service.After(reset + TimeSpan.FromMilliseconds(random.Next(15_000, 30_000)), () => service.AddForeign(random));
    }

    private void ResetNow()
    {
        service.Clock.Advance(reset);
        service.Reset();
        service.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(15_000, 30_000)));
        service.AddForeign(random);
        service.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 60_000)));
    }

    private async Task WaitAsync()
    {
        ResetLater();
        Judge(await EndOf(service.Client.WaitForCompletionAsync(service.Ours[0], wait)));
    }

    private async Task RunToCompletionAsync()
    {
        ResetLater();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1_000, 120_000)), service.Clock);
        Judge(await EndOf(service.Client.RunToCompletionAsync(_ => Task.FromResult(service.Ours[0]), new RunOptions { Wait = wait }, stop.Token)));
    }

    private async Task CancelWhenAsync()
    {
        ResetLater();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1_000, 120_000)), service.Clock);
        await using var binding = service.Client.CancelWhen(stop.Token, service.Ours[0], new RunOptions { Wait = wait });
        Judge(await service.RunAsync(binding.Outcome));
    }

    private async Task JournalAsync()
    {
        var options = new BatchOptions { Journal = new StoppingJournal(), RunId = "run" };
        await Task.Run(() => service.Clock.AdvanceUntilCompletedAsync(InterruptAsync()));
        ResetNow();
        var outcomes = await service.RunAsync(service.Client.CancelManyAsync(service.Ours, options).ToListAsync().AsTask());
        outcomes.ForEach(Judge);
        (await service.RunAsync(service.Client.WaitManyAsync(outcomes.ToAsyncEnumerable(), wait).ToListAsync().AsTask())).ForEach(Judge);

        async Task InterruptAsync()
        {
            try
            {
                await service.Client.CancelManyAsync(service.Ours, options).ToListAsync();
            }
            catch (IOException)
            {
                // The process has ended.
            }
        }
    }

    private async Task PlanAsync()
    {
        var stored = CancellationJson.Serialize(await service.RunAsync(service.Client.PlanAsync(service.Filter)));
        ResetNow();
        await WaitForAsync(await service.RunAsync(service.Client.ExecuteAsync(CancellationJson.DeserializePlan(stored))));
    }

    private async Task OperationAsync()
    {
        var operation = await service.RunAsync(service.Client.CancelAsync(service.Ours[0]));
        var stored = CancellationJson.Serialize(operation.State);
        ResetNow();
        await WaitForAsync(service.Client.Restore(CancellationJson.DeserializeOperation(stored)));
    }

    private async Task RememberedAsync()
    {
        var seen = (await service.RunAsync(service.Client.FindAsync(service.Ours[0])))!;
        ResetNow();
        await WaitForAsync(await service.RunAsync(service.Client.CancelAsync(seen.ToTarget())));
    }

    private async Task WaitForAsync(CancellationOperation operation)
    {
        Array.ForEach([.. operation.Accepted.Outcomes], Judge);
        Array.ForEach([.. (await service.RunAsync(operation.WaitForCompletionAsync(wait))).Outcomes], Judge);
    }

    // What is said of a task of ours must have been seen of it.
    private void Judge(CancellationOutcome? outcome)
    {
        if (outcome is { Snapshot: { } shown } && service.IsFromIntermediary(shown)
            && outcome is not { IdentityMismatch: true, Verdict: CancellationVerdict.NotFound or CancellationVerdict.Ended or CancellationVerdict.Indeterminate })
        {
            violations.Add($"the outcome {outcome} was taken from another task");
        }
    }

    private void Judge(TaskSnapshot? ended)
    {
        if (ended is not null && service.IsFromIntermediary(ended))
        {
            violations.Add($"the end of {ended.Id} was taken from another task");
        }
    }

    private async Task<TaskSnapshot?> EndOf(Task<TaskSnapshot> work)
    {
        await service.RunAsync(Task.WhenAny(work));
        try
        {
            return await work;
        }
        catch (RunCanceledException canceled)
        {
            Judge(canceled.Outcome);
        }
        catch (TaskNotFoundException gone)
        {
            Judge(gone.LastSnapshot);
        }
        catch (TaskWaitTimeoutException late)
        {
            Judge(late.LastSnapshot);
        }

        return null;
    }
}
