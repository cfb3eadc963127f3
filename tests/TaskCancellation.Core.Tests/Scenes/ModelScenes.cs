using System.Globalization;

namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>What values say of themselves, at every bound: texts of errors, ranges of time, options, reports.</summary>
internal static class ModelScenes
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    internal static IEnumerable<Scene> All =>
    [
        .. Enum.GetValues<TaskErrorReason>().Select(reason => Say($"an error: {reason}", () => Errors(reason))),
        Say("an error: after a read", AfterReads),
        Say("an error: whether a wait goes on", () => from reason in Enum.GetValues<TaskErrorReason>()
                                                     from intermediary in new[] { false, true }
                                                     let error = new TaskRequestException("x") { Reason = reason, IsFromIntermediary = intermediary }
                                                     select $"{reason}{(intermediary ? " of an intermediary" : "")}: {(error.IsPassing(false) ? "always" : error.IsPassing(true) ? "once it is known" : "never")}"),
        Say("a range of time: alone", () => Ranges().Select(Told)),
        Say("a range of time: two together", () => from one in Ranges() from other in Ranges() select $"({one}) and ({other}): {Told(one.And(other))}"),
        Say("a range of time: an age", Ages),
        Say("options: their bounds", Options),
        Say("a report: in words", Reports),
        Say("outcomes: which one stays", Merges),
        Say("a task: in words", Tasks),
        Say("a task: whether it has changed for people", Changes),
        Say("a list: in words", () => [ReadOnlyValues.List(Enumerable.Range(1, 3)).ToString()!, ReadOnlyValues.List(Enumerable.Range(1, 10)).ToString()!, ReadOnlyValues.List(Enumerable.Range(1, 13)).ToString()!, ReadOnlyValues.List(Array.Empty<int>()).ToString()!]),
        Say("a pattern of kinds", () => from pattern in new[] { "a", "a*", "*a", "*a*", "a*b", "a*b*c", "a**b" } from kind in new[] { "a", "b", "ab", "ba", "aab", "abab", "axbxc", "abc", "A" } where KindPattern.Matches(pattern, kind) select $"{pattern} matches {kind}"),
        Say("a lifecycle: what a cancel does", () => Scripted.Lifecycle.States.SelectMany(row => new[] { null, "stubborn" }, (row, kind) => $"{row.Name}{(kind is null ? "" : $" of {kind}")}: {Scripted.Lifecycle.Find(Some.Task("t", row.State, kind))?.Name}, {Scripted.Lifecycle.CanCancel(Some.Task("t", row.State, kind))}")),
        Say("a lifecycle: what follows", () => from row in Scripted.Lifecycle.States from change in Enum.GetValues<LifecycleEvent>() let next = Scripted.Lifecycle.Next(row.Name, change) where next is not null select $"{row.Name} on {change}: {next}"),
        Say("a lifecycle: what a refusal means", () => new[] { "ended", "fixed", "odd", null }.Select(code => $"{code}: {Scripted.Lifecycle.FindRefusal(code)?.Meaning}")),
        Say("a lifecycle: a state that is not known", () => new[] { TaskState.Unknown, TaskState.Canceled }.Select(state => $"{state}: {Scripted.Lifecycle.Find(Some.Task("t", state) with { RawState = "odd" })?.Name}, {Scripted.Lifecycle.CanCancel(Some.Task("t", state) with { RawState = "odd" })}")),
        Say("a lifecycle: as a diagram", () => [Scripted.Lifecycle.ToMermaid()]),
    ];

    private static Scene Say(string name, Func<IEnumerable<string>> lines) => new(name, _ => { }, _ => Task.FromResult<object?>(new[] { ("says", (object?)string.Join('\n', lines().Prepend(""))) }));

    private static IEnumerable<string> Errors(TaskErrorReason reason) =>
        from delivery in Enum.GetValues<RequestDelivery>()
        from request in new[] { null, "GET /tasks/1 at https://x.test", "POST /cancel at https://x.test" }
        from isAmbiguous in new[] { false, true }
        from isFromIntermediary in new[] { false, true }
        let error = new TaskRequestException("It failed.") { Reason = reason, Delivery = delivery, Request = request, FollowsAmbiguousAttempt = isAmbiguous, IsFromIntermediary = isFromIntermediary, StatusCode = 499, ErrorCode = "odd", RequestId = "r1", RetryAfter = delivery == RequestDelivery.Answered ? TimeSpan.FromMilliseconds(1500) : null }
        group $"{delivery} {request?[..4].TrimEnd() ?? "nothing"}{(isAmbiguous ? " again" : "")}{(isFromIntermediary ? " in between" : "")}" by $"{(error.IsDefiniteRefusal ? "refused, " : "")}{error.Message}" into alike
        select $"{alike.Key}\n    {string.Join(", ", alike)}";

    private static IEnumerable<string> AfterReads()
    {
        var lost = new TaskRequestException("It is lost") { Request = "POST /c at https://x.test", Delivery = RequestDelivery.MaybeSent, Reason = TaskErrorReason.Connection, RetryAfter = Some.Seconds(2), ErrorCode = "a" };
        yield return Whole.Of(lost.WithReconcileFailure(new TaskRequestException("It is down...") { Reason = TaskErrorReason.ServerError, StatusCode = 500, RetryAfter = Some.Seconds(9) }));
        yield return Whole.Of(lost.WithReconcileFailure(new TaskRequestException("It is lost") { Request = lost.Request, ErrorCode = "a" }));
        yield return Whole.Of(lost.WithReconcileFailure(new TaskRequestException("It is lost") { Request = "GET /t at https://x.test", ErrorCode = "a" }));
        yield return Whole.Of(lost.AfterAmbiguousAttempt());
        yield return Whole.Of(new TaskRequestException("It has (code a) in it.") { ErrorCode = "a" });
        yield return Whole.Of(new TaskRequestException("It ends so...") { ErrorCode = "a", Request = "GET /t at https://x.test" });
    }

    private static IEnumerable<TimeRange> Ranges() =>
    [
        TimeRange.After(Some.Noon), TimeRange.AtOrAfter(Some.Noon), TimeRange.Before(Some.Noon), TimeRange.AtOrBefore(Some.Noon),
        TimeRange.After(Some.Noon + Tick), TimeRange.AtOrAfter(Some.Noon + Tick), TimeRange.Before(Some.Noon + Tick), TimeRange.AtOrBefore(Some.Noon + Tick),
        TimeRange.Before(DateTimeOffset.UnixEpoch), TimeRange.AtOrBefore(DateTimeOffset.UnixEpoch + Tick), TimeRange.After(DateTimeOffset.UnixEpoch), TimeRange.AtOrAfter(DateTimeOffset.UnixEpoch + Tick),
        TimeRange.Before(DateTimeOffset.MaxValue - Day), TimeRange.Before(DateTimeOffset.MaxValue - Day - Tick), TimeRange.After(DateTimeOffset.MaxValue - Tick), TimeRange.AtOrAfter(DateTimeOffset.MaxValue),
    ];

    private static string Told(TimeRange range)
    {
        DateTimeOffset?[] instants = [null, Some.Noon - Tick, Some.Noon, Some.Noon + Tick, Some.Noon + Tick + Tick];
        return $"{range}{(range.HoldsAllTime ? ", all time" : "")}{(range.HoldsNoTask ? ", no task" : "")}, of instants {string.Concat(instants.Select(instant => range.Contains(instant) ? '1' : '0'))}, in seconds {range.ToWholeSeconds()}";
    }

    private static IEnumerable<string> Ages()
    {
        var clock = new Testing.VirtualClock(Some.Noon);
        var most = Some.Noon - DateTimeOffset.MinValue;
        return new[] { -Tick, TimeSpan.Zero, Day, most, most + Tick }.Select(age => $"{age:c}: {Try(() => TimeRange.OlderThan(age, clock))}");
    }

    private static IEnumerable<string> Options() =>
        new (string, Func<object>)[]
        {
            ("batch", () => BatchOptions.Default), ("cancel", () => CancelOptions.Default), ("wait", () => WaitOptions.Default), ("run", () => RunOptions.Default), ("execute", () => ExecuteOptions.Default), ("read", () => ReadOptions.Default),
            ("Window 0", () => new BatchOptions { Window = 0 }), ("Window 1", () => new BatchOptions { Window = 1 }),
            ("batch MaxConcurrency 0", () => new BatchOptions { MaxConcurrency = 0 }), ("batch MaxConcurrency 1", () => new BatchOptions { MaxConcurrency = 1 }),
            ("Linger -", () => new BatchOptions { Linger = -Tick }), ("Linger 0", () => new BatchOptions { Linger = TimeSpan.Zero }), ("Linger +", () => new BatchOptions { Linger = Day }), ("Linger ++", () => new BatchOptions { Linger = Day + Tick }),
            ("MaxPause -", () => new BatchOptions { MaxPause = -Tick }), ("MaxPause 0", () => new BatchOptions { MaxPause = TimeSpan.Zero }), ("MaxPause +", () => new BatchOptions { MaxPause = Day }), ("MaxPause ++", () => new BatchOptions { MaxPause = Day + Tick }),
            ("MaxTargets -1", () => new CancelOptions { MaxTargets = -1 }), ("MaxTargets 0", () => new CancelOptions { MaxTargets = 0 }),
            ("MaxConcurrency 0", () => new CancelOptions { MaxConcurrency = 0 }), ("MaxConcurrency 1", () => new CancelOptions { MaxConcurrency = 1 }),
            ("PlanLifetime 0", () => new CancelOptions { PlanLifetime = TimeSpan.Zero }), ("PlanLifetime -", () => new CancelOptions { PlanLifetime = Tick }), ("PlanLifetime +", () => new CancelOptions { PlanLifetime = Day * 366 }), ("PlanLifetime ++", () => new CancelOptions { PlanLifetime = (Day * 366) + Tick }),
            ("Timeout -", () => new WaitOptions { Timeout = -Tick }), ("Timeout 0", () => new WaitOptions { Timeout = TimeSpan.Zero }), ("Timeout infinite", () => new WaitOptions { Timeout = Timeout.InfiniteTimeSpan }),
            ("FirstDelay -", () => new WaitOptions { FirstDelay = -Tick }), ("FirstDelay 0", () => new WaitOptions { FirstDelay = TimeSpan.Zero }), ("FirstDelay infinite", () => new WaitOptions { FirstDelay = Timeout.InfiniteTimeSpan }),
            ("MaxDelay 0", () => new WaitOptions { MaxDelay = TimeSpan.Zero }), ("MaxDelay -", () => new WaitOptions { MaxDelay = -Tick }), ("MaxDelay +", () => new WaitOptions { MaxDelay = Tick }),
            ("Jitter -", () => new WaitOptions { Jitter = -0.01 }), ("Jitter 0", () => new WaitOptions { Jitter = 0 }), ("Jitter 1", () => new WaitOptions { Jitter = 1 }), ("Jitter +", () => new WaitOptions { Jitter = 1.01 }), ("Jitter none", () => new WaitOptions { Jitter = double.NaN }),
            ("LongPollTimeout -", () => new WaitOptions { LongPollTimeout = -Tick }), ("LongPollTimeout 0", () => new WaitOptions { LongPollTimeout = TimeSpan.Zero }),
            ("Grace 0", () => new RunOptions { Grace = TimeSpan.Zero }), ("Grace +", () => new RunOptions { Grace = Tick }), ("Grace ++", () => new RunOptions { Grace = Day }), ("Grace +++", () => new RunOptions { Grace = Day + Tick }),
            ("CancelAfter -", () => new RunOptions { CancelAfter = -Tick }), ("CancelAfter 0", () => new RunOptions { CancelAfter = TimeSpan.Zero }),
            ("PageSize 0", () => new ReadOptions { PageSize = 0 }), ("PageSize 1", () => new ReadOptions { PageSize = 1 }), ("MaxTasks 0", () => new ReadOptions { MaxTasks = 0 }), ("MaxTasks 1", () => new ReadOptions { MaxTasks = 1 }),
            ("AllowNew -1", () => DriftPolicy.AllowNew(-1)), ("AllowNew 0", () => DriftPolicy.AllowNew(0)), ("OnlyPlanned", () => DriftPolicy.OnlyPlanned), ("FailOnDrift", () => DriftPolicy.FailOnDrift),
        }.Select(one => $"{one.Item1}: {Try(one.Item2)}");

    private static IEnumerable<string> Reports()
    {
        var report = Some.Report();
        CancellationReport[] reports =
        [
            report, Some.Report(Enum.GetValues<CancellationVerdict>()), Some.Report(CancellationVerdict.Canceled, CancellationVerdict.Canceled),
            report with { CanceledAndDeletedCount = 1 }, report with { UnlistedCount = 2 }, report with { UnlistedCount = 0 }, report with { MatchedCount = 0, PreviewedCount = 1 }, report with { MatchedCount = 0, PreviewedCount = 2 }, report with { MatchedCount = 0, PreviewedCount = 0 }, report with { MatchedCount = 1, PreviewedCount = 2 },
            report with { IsIndeterminate = true }, report with { IsIndeterminate = true, IsComplete = false }, report with { IsComplete = false }, Some.Report(CancellationVerdict.Canceled) with { IsComplete = false }, report with { BlockedBy = "another" },
            Some.Report(CancellationVerdict.AlreadyCanceled) with { UnlistedCount = 1 },
        ];
        return reports.Select(one => $"{one}{(one.AllCanceled ? ", all canceled" : "")}: {Try(one.EnsureCanceled)}, {one.ServiceName.Length}");
    }

    private static IEnumerable<string> Merges()
    {
        var verdicts = Enum.GetValues<CancellationVerdict>();
        foreach (var one in verdicts)
        {
            foreach (var other in verdicts)
            {
                yield return $"{one} and {other}: {string.Join(", ", new[] { (1, 1), (1, 2), (2, 1) }.Select(order => Merge(one, order.Item1, other, order.Item2)))}";
            }
        }

        static string Merge(CancellationVerdict one, int first, CancellationVerdict other, int second)
        {
            var (a, b) = (Some.Outcome(one, sequence: first), Some.Outcome(other, sequence: second));
            Assert.That(a.Merge(b), Is.EqualTo(b.Merge(a)), "whoever is asked");
            return a.Merge(b) == a ? a == b ? "same" : "one" : "other";
        }
    }

    private static IEnumerable<string> Tasks() =>
        from state in new[] { TaskState.Running, TaskState.Failed }
        from task in new[]
        {
            Some.Task("t", state), Some.Task("t", state) with { RawState = "odd" }, Some.Task("t", state) with { RawState = "" }, Some.Task("t", state) with { RawState = state.ToString().ToUpperInvariant() }, Some.Task("t", state, "kind") with { Name = "name", Scope = "scope" },
            Some.Task("t", state) with { Progress = 0.5 }, Some.Task("t", state) with { Progress = 0 }, Some.Task("t", state) with { Failure = new TaskFailure("It broke.", "code") },
        }
        select task.ToString();

    private static IEnumerable<string> Changes()
    {
        var task = Some.Task("t") with { Details = new Elapsed(1, "a") };
        yield return $"same: {task.DiffersForPeople(task with { })}";
        yield return $"elapsed: {task.DiffersForPeople(task with { Details = new Elapsed(2, "a") })}";
        yield return $"word: {task.DiffersForPeople(task with { Details = new Elapsed(1, "b") })}";
        yield return $"state: {task.DiffersForPeople(task with { State = TaskState.Canceling })}";
        yield return $"hint: {task.DiffersForPeople(task with { PollAfter = Some.Seconds(1) })}";
        yield return $"details: {task.DiffersForPeople(task with { Details = null })}";
    }

    private static string Try(Func<object> make)
    {
        try
        {
            return make() is var made && made.GetType().Namespace == nameof(TaskCancellation) && made is not TimeRange and not DriftPolicy ? Whole.Of(made) : string.Create(CultureInfo.InvariantCulture, $"{made}");
        }
        catch (Exception thrown)
        {
            return $"{thrown.GetType().Name} {thrown.Message.ReplaceLineEndings(" ")}";
        }
    }

    private sealed record Elapsed(int Seconds, string Word) : TaskDetails
    {
        protected internal override TaskDetails WithoutElapsed() => this with { Seconds = 0 };
    }
}
