using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>A span, a duration, and counted outcomes for each verb that cancels, waits, or plans. A verb that nothing observes runs as if this did not exist.</summary>
internal static class OperationTelemetry
{
    internal const string Cancel = "cancel";
    internal const string Wait = "wait";
    internal const string Plan = "plan";
    internal const string Execute = "execute";
    internal const string Batch = "batch";

    internal static readonly ActivitySource Source = new(TaskCancellationTelemetry.ActivitySourceName, Version);
    private static readonly Meter Meter = new(TaskCancellationTelemetry.MeterName, Version);

    internal static readonly Counter<long> Outcomes = Meter.CreateCounter<long>("taskcancellation.outcomes", "{task}", "Tasks that an operation has an outcome for, by verdict.");
    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("taskcancellation.operation.duration", "s", "Duration of the operations: cancel, wait, plan, execute, batch.");

    private static string? Version => typeof(TaskClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>Runs a verb, and observes it if anything listens.</summary>
    /// <typeparam name="TState">The type of the verb's arguments.</typeparam>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="name">The name of the verb.</param>
    /// <param name="state">The arguments of the verb.</param>
    /// <param name="run">The verb.</param>
    /// <param name="describe">Tells the span what came of it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="follows">The span of the verb that this one goes on with, if any.</param>
    internal static Task<T> RunAsync<TState, T>(TaskClient client, string name, TState state, Func<TState, CancellationToken, Task<T>> run, Action<OperationSpan, T> describe, CancellationToken cancellationToken, ActivityContext follows = default) =>
        IsObserved(client) ? ObserveAsync(new OperationSpan(client, name, follows), state, run, describe, cancellationToken) : run(state, cancellationToken);

    /// <summary>Observes a stream of outcomes, if anything listens: from the first request for one to the end of the enumeration.</summary>
    internal static IAsyncEnumerable<CancellationOutcome> Observe(TaskClient client, string name, IAsyncEnumerable<CancellationOutcome> outcomes, CancellationToken cancellationToken) =>
        IsObserved(client) ? ObserveAsync(client, name, outcomes, cancellationToken) : outcomes;

    private static bool IsObserved(TaskClient client) => Source.HasListeners() || Outcomes.Enabled || Duration.Enabled || client.Observer is { IsEnabled: true };

    private static async Task<T> ObserveAsync<TState, T>(OperationSpan started, TState state, Func<TState, CancellationToken, Task<T>> run, Action<OperationSpan, T> describe, CancellationToken cancellationToken)
    {
        using var span = started;
        try
        {
            var result = await run(state, cancellationToken).ConfigureAwait(false);
            describe(span, result);
            return result;
        }
        catch (Exception failure)
        {
            span.Fail(failure, isAbandoned: cancellationToken.IsCancellationRequested);
            throw;
        }
    }

    private static async IAsyncEnumerable<CancellationOutcome> ObserveAsync(TaskClient client, string name, IAsyncEnumerable<CancellationOutcome> outcomes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var span = new OperationSpan(client, name);
        var source = outcomes.GetAsyncEnumerator(cancellationToken);
        await using var _ = source.ConfigureAwait(false);
        while (await NextAsync().ConfigureAwait(false))
        {
            span.Count(source.Current.Verdict);
            yield return source.Current;
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                // Each step runs in the context of who asked for it.
                span.Enter();
                return await source.MoveNextAsync().ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                span.Fail(failure, isAbandoned: cancellationToken.IsCancellationRequested);
                throw;
            }
        }
    }
}

/// <summary>One verb under way: what its span, its metrics, and the observer of its client are told at its end.</summary>
internal sealed class OperationSpan : IDisposable
{
    private readonly TaskClient client;
    private readonly string name;
    private readonly Activity? activity;
    private readonly long began;
    private readonly SortedDictionary<CancellationVerdict, long> verdicts = [];
    private CancellationReport? report;
    private Exception? failure;
    private bool isAbandoned;

    internal OperationSpan(TaskClient client, string name, ActivityContext follows = default)
    {
        this.client = client;
        this.name = name;
        began = client.TimeProvider.GetTimestamp();
        activity = Start(name, follows);
        activity?.SetTag("taskcancellation.service", client.Capabilities?.ServiceName);
        if (client.Endpoint is { } endpoint)
        {
            activity?.SetTag("server.address", endpoint.Host).SetTag("server.port", endpoint.Port);
        }
    }

    private string Result => failure is not null ? isAbandoned ? "abandoned" : "failed"
        : report is { IsIndeterminate: true } || verdicts.ContainsKey(CancellationVerdict.Indeterminate) ? "indeterminate"
        : report is { IsComplete: false } || verdicts.Keys.Any(verdict => verdict is CancellationVerdict.Accepted or CancellationVerdict.StillRunning) ? "open"
        : verdicts.Keys.Any(verdict => verdict is CancellationVerdict.Denied or CancellationVerdict.Rejected or CancellationVerdict.NotCancelable or CancellationVerdict.NotAttempted) ? "partial"
        : "complete";

    /// <summary>What follows in this flow belongs to the span.</summary>
    internal void Enter()
    {
        if (activity is not null)
        {
            Activity.Current = activity;
        }
    }

    /// <summary>The verb has ended with an operation. A wait for it goes on with this span.</summary>
    internal void Take(CancellationOperation came)
    {
        came.Span = activity?.Context ?? default;
        Take(came.Accepted);
    }

    /// <summary>The verb has ended with a report.</summary>
    internal void Take(CancellationReport came)
    {
        report = came;
        foreach (var outcome in came.Outcomes)
        {
            Count(outcome.Verdict);
        }

        activity?.SetTag("taskcancellation.selection", came.Selection == CancelSelection.ServerSide ? "server_side" : "client_side");
        activity?.SetTag("taskcancellation.matched.count", came.MatchedCount);
    }

    /// <summary>The verb has an outcome for one more task.</summary>
    internal void Count(CancellationVerdict verdict) => verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;

    /// <summary>The verb has found so many tasks.</summary>
    internal void Found(int tasks) => activity?.SetTag("taskcancellation.task.count", tasks);

    /// <summary>The waited-for task has ended so.</summary>
    internal void Ended(TaskState state) => activity?.SetTag("taskcancellation.task.state", state.ToString());

    /// <summary>The verb throws. What the caller's token ends is no failure.</summary>
    internal void Fail(Exception thrown, bool isAbandoned) => (failure, this.isAbandoned) = (thrown, isAbandoned && thrown is OperationCanceledException);

    /// <summary>In the caller's trace, with a link to the verb that it goes on with; in that verb's trace where the caller has none.</summary>
    private static Activity? Start(string name, ActivityContext follows) =>
        follows == default ? OperationTelemetry.Source.StartActivity(name)
        : Activity.Current is null ? OperationTelemetry.Source.StartActivity(name, ActivityKind.Internal, follows)
        : OperationTelemetry.Source.StartActivity(ActivityKind.Internal, name: name, links: [new ActivityLink(follows)]);

    public void Dispose()
    {
        var duration = client.TimeProvider.GetElapsedTime(began);
        var result = Result;
        var service = new KeyValuePair<string, object?>("taskcancellation.service", client.Capabilities?.ServiceName);
        var operation = new KeyValuePair<string, object?>("taskcancellation.operation", name);
        var error = failure is null || isAbandoned ? null : failure is TaskRequestException refused ? refused.Reason.ToString() : failure.GetType().Name;
        var tags = new TagList { service, operation, new("taskcancellation.result", result) };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        OperationTelemetry.Duration.Record(duration.TotalSeconds, tags);
        foreach (var (verdict, count) in verdicts)
        {
            OperationTelemetry.Outcomes.Add(count, service, operation, new("taskcancellation.verdict", verdict.ToString()));
            activity?.SetTag($"taskcancellation.outcomes.{verdict}", count);
        }

        activity?.SetTag("taskcancellation.result", result);
        if (error is not null)
        {
            activity?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        }

        activity?.Dispose();
        if (client.Observer is { IsEnabled: true } observer)
        {
            observer.Completed(new CompletedOperation(name, duration, result) { Verdicts = verdicts, Failure = failure });
        }
    }
}
