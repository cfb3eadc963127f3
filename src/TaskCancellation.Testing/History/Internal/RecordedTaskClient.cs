using System.Runtime.CompilerServices;

namespace TaskCancellation.Testing;

/// <summary>Passes every verb on as a whole, and writes down how it went.</summary>
internal sealed class RecordedTaskClient(TaskClient inner, TaskHistory history) : DelegatingTaskClient(inner)
{
    private static readonly AsyncLocal<HistoryCall?> Here = new();

    /// <summary>The call that this code runs for.</summary>
    internal static HistoryCall? Current => Here.Value;

    public override Task<TaskSnapshot?> FindAsync(TaskId id, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Run(Begin(HistoryVerb.Find, [id], $"FindAsync({id})"), () => InnerClient.FindAsync(id, options, cancellationToken), Found, cancellationToken);

    public override Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = Begin(HistoryVerb.Wait, [target.Id], $"WaitForCompletionAsync({target})", timeout: TimeoutOf(options));
        return Run(call, () => InnerClient.WaitForCompletionAsync(target, options, cancellationToken), (waited, task) => Found(waited, task)!, cancellationToken);
    }

    public override Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default) =>
        Run(Begin(HistoryVerb.Cancel, [target.Id], $"CancelAsync({target})"), () => InnerClient.CancelAsync(target, cancellationToken), Answered, cancellationToken);

    public override Task<CancellationOperation> CancelAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default) =>
        Run(Begin(HistoryVerb.Cancel, [], $"CancelAsync({filter})", filter), () => InnerClient.CancelAsync(filter, options, cancellationToken), Answered, cancellationToken);

    public override Task<CancellationOperation> ExecuteAsync(CancellationPlan plan, ExecuteOptions? options = null, CancellationToken cancellationToken = default) =>
        Run(
            Begin(HistoryVerb.Execute, [.. plan?.Targets.Select(task => task.Id) ?? []], $"ExecuteAsync({plan})", maxNew: options?.Drift.MaxNew ?? 0),
            () => InnerClient.ExecuteAsync(plan!, options, cancellationToken),
            Answered,
            cancellationToken);

    public override Task<CancellationPlan> PlanAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default) =>
        Run(Begin(HistoryVerb.Plan, [], $"PlanAsync({filter})", filter), () => InnerClient.PlanAsync(filter, options, cancellationToken), Planned, cancellationToken);

    public override IAsyncEnumerable<TaskSnapshot> ListAsync(TaskFilter filter, ReadOptions? options = null, CancellationToken cancellationToken = default) => StreamAsync(
        () => Begin(HistoryVerb.List, [], $"ListAsync({filter})", filter, isListWhole: options?.MaxTasks is null),
        InnerClient.ListAsync(filter, options, cancellationToken),
        (call, task) => call.Shows(task),
        cancellationToken);

    public override IAsyncEnumerable<TaskSnapshot> WatchAsync(TaskFilter filter, WaitOptions? options = null, CancellationToken cancellationToken = default) => StreamAsync(
        () => Begin(HistoryVerb.Watch, [], $"WatchAsync({filter})", filter, TimeoutOf(options)),
        InnerClient.WatchAsync(filter, options, cancellationToken),
        (call, task) => call.Shows(task),
        cancellationToken);

    public override IAsyncEnumerable<CancellationOutcome> CancelManyAsync(IAsyncEnumerable<TaskTarget> targets, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        HistoryCall? batch = null;
        return StreamAsync(
            () => batch = Begin(HistoryVerb.CancelMany, [], "CancelManyAsync"),
            InnerClient.CancelManyAsync(targets is null ? null! : AskedAsync(targets, () => batch!, CancellationToken.None), options, cancellationToken),
            (call, outcome) => call.Answers(outcome),
            cancellationToken);
    }

    public override CancellationOperation Restore(CancellationOperationState state) => Recorded(InnerClient.Restore(state), null, state?.Accepted);

    private static async IAsyncEnumerable<TaskTarget> AskedAsync(IAsyncEnumerable<TaskTarget> targets, Func<HistoryCall> call, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var target in targets.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            call().Asks(target.Id);
            yield return target;
        }
    }

    private static TaskSnapshot? Found(HistoryCall call, TaskSnapshot? task)
    {
        if (task is null)
        {
            call.ShowsNone(call.Ids[0]);
        }
        else
        {
            call.Shows(task);
        }

        call.Returns();
        return task;
    }

    private static CancellationPlan Planned(HistoryCall call, CancellationPlan plan)
    {
        foreach (var task in plan.Targets)
        {
            call.Shows(task);
        }

        call.Returns();
        return plan;
    }

    private CancellationOperation Answered(HistoryCall call, CancellationOperation operation)
    {
        call.Reports(operation.Accepted);
        return Recorded(operation, call, operation.Accepted);
    }

    private CancellationOperation Recorded(CancellationOperation operation, HistoryCall? cancel, CancellationReport? known) => CancellationOperation.FromState(operation.State, (options, token) =>
    {
        var call = history.Begin(number => new HistoryCall(history, number, HistoryVerb.WaitForCancel, [.. known?.Outcomes.Select(outcome => outcome.Target.Id) ?? []], cancel is null ? "WaitForCompletionAsync, restored" : $"WaitForCompletionAsync of call {cancel.Number}")
        {
            IsRecorded = true,
            Follows = cancel,
            Timeout = TimeoutOf(options),
            Before = known,
        });
        return Run(call, () => operation.WaitForCompletionAsync(options, token), Reported, token);
    });

    private static CancellationReport Reported(HistoryCall call, CancellationReport report)
    {
        call.Reports(report);
        return report;
    }

    private TimeSpan? TimeoutOf(WaitOptions? options) => (options?.Timeout ?? InnerClient.Capabilities?.Polling.Timeout) is { } timeout && timeout >= TimeSpan.Zero ? timeout : null;

    private HistoryCall Begin(HistoryVerb verb, TaskId[] ids, string name, TaskFilter? filter = null, TimeSpan? timeout = null, bool isListWhole = true, int? maxNew = null) =>
        history.Begin(number => new HistoryCall(history, number, verb, ids, name) { IsRecorded = true, Filter = filter, Timeout = timeout, IsListWhole = isListWhole, MaxNew = maxNew });

    // An argument that is refused at once is refused at once here, too.
    private static Task<T> Run<T>(HistoryCall call, Func<Task<T>> run, Func<HistoryCall, T, T> write, CancellationToken token)
    {
        var registration = token.UnsafeRegister(_ => call.TokenFires(), null);
        try
        {
            return EndAsync(call, In(call, run), write, registration);
        }
        catch (Exception refused)
        {
            registration.Dispose();
            call.Throws(refused);
            throw;
        }
    }

    private static async Task<T> EndAsync<T>(HistoryCall call, Task<T> work, Func<HistoryCall, T, T> write, CancellationTokenRegistration registration)
    {
        T result;
        try
        {
            result = await work.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Throws(call, error, registration.Token);
            throw;
        }
        finally
        {
            registration.Unregister();
        }

        return write(call, result);
    }

    private static async IAsyncEnumerable<T> StreamAsync<T>(Func<HistoryCall> begin, IAsyncEnumerable<T> source, Action<HistoryCall, T> write, CancellationToken given, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = begin();
        using var first = given.UnsafeRegister(_ => call.TokenFires(), null);
        using var second = cancellationToken.UnsafeRegister(_ => call.TokenFires(), null);
        var items = source.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await NextAsync().ConfigureAwait(false))
            {
                write(call, items.Current);
                yield return items.Current;
            }

            call.Returns();
        }
        finally
        {
            call.Leaves();
            await items.DisposeAsync().ConfigureAwait(false);
        }

        async Task<bool> NextAsync()
        {
            try
            {
                return await In(call, () => items.MoveNextAsync().AsTask()).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                Throws(call, error, given.IsCancellationRequested ? given : cancellationToken);
                throw;
            }
        }
    }

    // The last to listen to a token is the first to hear of it: the end of the call may come before the note of what ended it.
    private static void Throws(HistoryCall call, Exception error, CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            call.TokenFires();
        }

        call.Throws(error);
    }

    private static Task<T> In<T>(HistoryCall call, Func<Task<T>> run)
    {
        var before = Here.Value;
        Here.Value = call;
        try
        {
            return run();
        }
        finally
        {
            Here.Value = before;
        }
    }
}
