namespace TaskCancellation.Model.Tests.Judging;

/// <summary>Says what is wrong with an answer, by what the records and the requests show.</summary>
internal sealed class Judge(Stage stage, Result result)
{
    private readonly Verdicts verdicts = new(stage.Service);
    private readonly RequestRules requests = new(stage);

    /// <summary>The requests of a call, and the exception it ended with.</summary>
    internal void Requests(Call call, Exception? error)
    {
        result.Requests += call.Exchanges.Count;
        requests.Check(call);
        stage.Tell($"  => {error?.GetType().Name ?? "answered"}");
        if (error is OperationCanceledException canceled && (call.TokenFiredAt is null || canceled.CancellationToken != call.Token))
        {
            stage.Wrong($"{call}: an OperationCanceledException that is not of the caller's token");
        }

        if (call.TokenFiredAt is not null && error is not OperationCanceledException)
        {
            stage.Wrong($"{call}: the token fired, and the call ended with {error?.GetType().Name ?? "an answer"}");
        }

        if (error is not (null or OperationCanceledException or TaskClientException))
        {
            stage.Wrong($"{call}: {error}");
        }
    }

    /// <summary>The report of a cancel, or of the wait for it. A cancel of one task has one outcome, and is no exception but for the token.</summary>
    internal void Report(Call call, CancellationReport? report, Exception? error)
    {
        if (report is null)
        {
            if (error is not OperationCanceledException)
            {
                stage.Wrong($"{call}: a cancel that throws {error?.GetType().Name}: {error?.Message}");
            }

            return;
        }

        stage.Tell($"  => {string.Join(", ", report.Outcomes)}{(report.IsIndeterminate ? " (the request itself in doubt)" : "")}");
        if (!call.IsByFilter && report.Outcomes.Count != 1)
        {
            stage.Wrong($"{call}: {report.Outcomes.Count} outcomes for one task");
        }

        if (report.Outcomes.DistinctBy(outcome => outcome.Target.Id).Count() != report.Outcomes.Count)
        {
            stage.Wrong($"{call}: two outcomes for one task");
        }

        if (Enum.GetValues<CancellationVerdict>().Sum(report.Count) != report.Outcomes.Count)
        {
            stage.Wrong($"{call}: the tallies do not add up");
        }

        if (report.IsIndeterminate && !call.Exchanges.Any(one => one.IsCancel && one.IsAmbiguous))
        {
            stage.Wrong($"{call}: the request is in doubt, and none went wrong");
        }

        foreach (var outcome in report.Outcomes)
        {
            Check(call, outcome);
        }
    }

    /// <summary>Whom a cancel by filter has picked.</summary>
    internal void Picked(Call call, TaskFilter filter, CancellationReport report)
    {
        foreach (var stranger in report.Outcomes.Where(outcome => stage.Find(outcome.Target.Id) is not { } subject || !call.Addresses(subject)))
        {
            stage.Wrong($"{call}: {stranger.Target} is not of the filter");
        }

        Exchange[] lists = [.. call.Exchanges.TakeWhile(one => !one.IsCancel).Where(one => !one.IsCancel && (one.Names is null || filter.Ids is not null))];
        if (report.Selection == CancelSelection.ServerSide || lists.Length == 0 || lists.Any(one => !one.IsClean || one.IsStale))
        {
            return;
        }

        var (from, to) = (lists[0].From, lists[^1].To);
        foreach (var subject in stage.Subjects.Where(call.Addresses))
        {
            var isPicked = report.Outcomes.Any(outcome => outcome.Target.Id == subject.Id);
            bool IsMeant(Mark mark) => filter.Ids is null ? mark.IsOpen() && mark != Mark.Odd : mark != Mark.Absent;
            var isMeantAlways = !subject.Was(mark => !IsMeant(mark), from, to);
            var isMeantEver = subject.Was(mark => IsMeant(mark) || mark == Mark.Odd, from, to);
            if (isMeantAlways ? !isPicked : isPicked && !isMeantEver)
            {
                stage.Wrong($"{call}: {(isPicked ? "picked" : "left out")} {subject}");
            }
        }

        CheckOrder(call, [.. report.Outcomes.Select(outcome => outcome.Target.Id.Value)], lists);
    }

    /// <summary>A cancel by filter that failed has canceled nothing.</summary>
    internal void FilterFailed(Call call, CancelOptions options, Exception error)
    {
        stage.Tell($"  => {error.Message}");
        var picked = stage.Subjects.Count(subject => call.Addresses(subject) && subject.Was(mark => mark.IsOpen(), call.From, call.To));
        var isRight = error switch
        {
            OperationCanceledException => true,
            UnsafeFilterException => options.MaxTargets < picked,
            UnsupportedFilterException => options.Selection == CancelSelection.ServerSide && (!stage.Service.CancelsByFilter || options.MaxTargets is not null),
            TaskRequestException => call.Exchanges.Any(one => one.Fault is not null),
            _ => false,
        };
        if (!isRight)
        {
            stage.Wrong($"{call}: {error.GetType().Name} without cause: {error.Message}");
        }

        if (error is not OperationCanceledException && call.Exchanges.Any(one => one.IsCancel && one.HasActed))
        {
            stage.Wrong($"{call}: {error.GetType().Name}, and a cancel was sent");
        }
    }

    /// <summary>One outcome for each position, in the order of the input.</summary>
    internal void Streamed(Call call, TaskTarget[] input, List<CancellationOutcome>? outcomes, Exception? error)
    {
        if (outcomes is null)
        {
            if (error is not OperationCanceledException)
            {
                stage.Wrong($"{call}: a batch that throws {error}");
            }

            return;
        }

        stage.Tell($"  => {string.Join(", ", outcomes)}");
        if (!outcomes.Select(outcome => outcome.Target.Id).SequenceEqual(input.Select(target => target.Id)))
        {
            stage.Wrong($"{call}: {string.Join(", ", outcomes.Select(outcome => outcome.Target))} is not the order of the input {string.Join(", ", input)}");
        }

        foreach (var outcome in outcomes)
        {
            if (stage.Find(outcome.Target.Id) is not null)
            {
                Check(call, outcome);
            }
            else if (outcome is not { Verdict: CancellationVerdict.Rejected, Error.Delivery: RequestDelivery.NotSent } && !(outcome.Verdict == CancellationVerdict.NotAttempted && call.StoppedAt is not null))
            {
                stage.Wrong($"{call}: {outcome.Verdict} for an id that is none");
            }
        }
    }

    /// <summary>A plan sends nothing, and addresses what a cancel would.</summary>
    internal void Planned(Call call, TaskFilter filter, CancellationPlan? plan, Exception? error)
    {
        stage.Tell($"  => {plan?.ToString() ?? error?.Message}");
        if (call.Exchanges.Any(one => one.IsCancel))
        {
            stage.Wrong($"{call}: a plan that cancels");
        }

        if (plan is not null)
        {
            Picked(call, filter, new CancellationReport { Outcomes = [.. plan.Targets.Select(task => new CancellationOutcome { Target = task.ToTarget(), Verdict = CancellationVerdict.Accepted })] });
        }
        else if (error is not OperationCanceledException && !(error is TaskRequestException && call.Exchanges.Any(one => one.Fault is not null)))
        {
            stage.Wrong($"{call}: {error?.GetType().Name} without cause");
        }
    }

    /// <summary>What an executed plan says: of the planned tasks in their order, then of new ones.</summary>
    internal void Executed(Call call, CancellationPlan plan, int? newTasks, int began, CancellationReport? report, Exception? error)
    {
        TaskId[] planned = [.. plan.Targets.Select(task => task.Id)];
        bool IsNew(Subject subject) => call.Addresses(subject) && !planned.Contains(subject.Id) && subject.Was(mark => mark.IsOpen(), began, call.To);
        if (report is null)
        {
            var isRight = error switch
            {
                OperationCanceledException => true,
                PlanDriftException => (newTasks < 0 && planned.Any(id => stage.Find(id)!.Was(mark => !mark.IsOpen(), began, call.To))) || (newTasks is { } most && stage.Subjects.Count(IsNew) > Math.Max(0, most)),
                TaskRequestException => call.Exchanges.Any(one => one.Fault is not null),
                _ => false,
            };
            if (!isRight || (error is not OperationCanceledException && call.Exchanges.Any(one => one.IsCancel && one.HasActed)))
            {
                stage.Wrong($"{call}: {error?.GetType().Name} without cause, or after a cancel: {error?.Message}");
            }

            return;
        }

        var extra = report.Outcomes.Skip(planned.Length).ToList();
        if (!report.Outcomes.Select(outcome => outcome.Target.Id).Take(planned.Length).SequenceEqual(planned))
        {
            stage.Wrong($"{call}: {string.Join(", ", report.Outcomes)} is not the order of the plan {string.Join(", ", planned)}");
        }

        if (extra.Count > Math.Max(0, newTasks ?? 0) || extra.Any(outcome => stage.Find(outcome.Target.Id) is not { } subject || !IsNew(subject)))
        {
            stage.Wrong($"{call}: beyond the plan {string.Join(", ", extra)}");
        }

        Report(call, report, null);
    }

    /// <summary>The end of a plain wait.</summary>
    internal void Waited(Call call, Subject subject, TaskSnapshot? task, Exception? error)
    {
        stage.Tell($"  => {task?.State.ToString() ?? error?.Message}");
        var looks = call.LooksAt(subject).ToList();
        bool Showed(Func<Mark, bool> what) => looks.Exists(look => subject.Was(what, look.IsStale ? 0 : look.Act.From, look.Act.To));
        var isRight = (task, error) switch
        {
            ({ } ended, _) => Showed(mark => mark.IsEnd() && (mark.Seen() == ended.State || mark == Mark.Lost)),
            (_, TaskWaitTimeoutException) => !call.IsEarly && !(looks.LastOrDefault() is { IsStale: false } look && !subject.Was(mark => mark.IsOpen(), look.Act.From, look.Act.To)),
            (_, TaskNotFoundException) => Showed(mark => mark == Mark.Absent),
            (_, TaskRequestException) => call.Exchanges.Any(one => one.Fault is not null),
            (_, OperationCanceledException) => true,
            _ => false,
        };
        if (!isRight)
        {
            stage.Wrong($"{call}: {task?.State.ToString() ?? error?.GetType().Name} is not what {subject} showed");
        }
    }

    /// <summary>What a read gave.</summary>
    internal void Found(Call call, Subject subject, TaskSnapshot? task, Exception? error)
    {
        stage.Tell($"  => {task?.State.ToString() ?? error?.Message ?? "not found"}");
        var isRight = error switch
        {
            null when task is null => call.LooksAt(subject).Any(look => subject.Was(mark => mark == Mark.Absent, look.IsStale ? 0 : look.Act.From, look.Act.To)),
            null => call.LooksAt(subject).Any(look => subject.Was(mark => mark.Seen() == task!.State || mark == Mark.Lost, look.IsStale ? 0 : look.Act.From, look.Act.To)),
            OperationCanceledException => true,
            _ => call.Exchanges.Any(one => one.Fault is not null),
        };
        if (!isRight)
        {
            stage.Wrong($"{call}: {task?.State.ToString() ?? error?.GetType().Name ?? "not found"} is not what {subject} showed");
        }
    }

    /// <summary>What a list gave.</summary>
    internal void Listed(Call call, bool other, List<TaskSnapshot>? tasks, Exception? error)
    {
        if (tasks is null)
        {
            if (error is not OperationCanceledException && !call.Exchanges.Any(one => one.Fault is not null))
            {
                stage.Wrong($"{call}: {error}");
            }

            return;
        }

        stage.Tell($"  => {string.Join(", ", tasks.Select(task => $"{task.Id} {task.State}"))}");
        if (call.Exchanges.Any(one => !one.IsClean || one.IsStale))
        {
            return;
        }

        foreach (var subject in stage.Subjects)
        {
            // A list shows what runs; what has ended need not be in it.
            var isListed = tasks.Exists(task => task.Id == subject.Id);
            var mayBe = subject.IsOther == other && subject.Was(mark => mark != Mark.Absent, call.From, call.To);
            var mustBe = subject.IsOther == other && !subject.Was(mark => !mark.IsOpen(), call.From, call.To);
            if (isListed ? !mayBe : mustBe)
            {
                stage.Wrong($"{call}: {(isListed ? "lists" : "leaves out")} {subject}");
            }
        }

        CheckOrder(call, [.. tasks.Select(task => task.Id.Value)], [.. call.Exchanges]);
    }

    /// <summary>At the end: nothing is canceled that nobody asked for.</summary>
    internal void Close()
    {
        stage.ReadResult();
        foreach (var subject in stage.Subjects.Where(subject => subject.Now is Mark.Stopping or Mark.Stopped && !subject.IsAddressed && !subject.IsCanceledByOther))
        {
            stage.Wrong($"canceled, and nobody asked for that: {subject}");
        }
    }

    /// <summary>The requests of a part of a call.</summary>
    internal void Sent(Call call)
    {
        result.Requests += call.Exchanges.Count;
        requests.Check(call);
    }

    /// <summary>One outcome.</summary>
    internal void Outcome(Call call, CancellationOutcome outcome) => Check(call, outcome);

    /// <summary>Counts an outcome that was judged elsewhere.</summary>
    internal void Tally(Call call, CancellationOutcome outcome)
    {
        result.Verdicts[(int)outcome.Verdict]++;
        result.Outcomes.Add((call.Number, outcome.Target.Id, outcome.Verdict));
    }

    private void CheckOrder(Call call, string[] given, Exchange[] lists)
    {
        string[] Of(IEnumerable<string> shown) => [.. shown.Where(id => given.Contains(id, StringComparer.OrdinalIgnoreCase))];
        var isAsListed = given.Length < 2 || lists.Any(list => list.Fault is not null)
            || lists.Any(list => Of(list.Shown).SequenceEqual(given, StringComparer.OrdinalIgnoreCase))
            || Of(lists.Where(list => list.Names is { Count: 1 }).SelectMany(list => list.Shown)).SequenceEqual(given, StringComparer.OrdinalIgnoreCase)
            || Of(lists.SelectMany(list => list.Shown).Distinct()).SequenceEqual(given, StringComparer.OrdinalIgnoreCase);
        if (!isAsListed)
        {
            stage.Wrong($"{call}: {string.Join(", ", given)} is not the order of the list");
        }
    }

    private void Check(Call call, CancellationOutcome outcome)
    {
        Tally(call, outcome);
        if (stage.Find(outcome.Target.Id) is not { } subject)
        {
            stage.Wrong($"{call}: an outcome for {outcome.Target}, which nobody knows");
            return;
        }

        result.HasFinishInWindow |= call.CancelsOf(subject).FirstOrDefault() is { } first
            && subject.First(mark => mark.IsOwnEnd()) is { } ended && ended > first.From && ended <= call.To;
        if (verdicts.FindProblem(outcome, subject, call) is { } problem)
        {
            stage.Wrong($"{call}: {outcome.Verdict} is wrong, {problem}: {subject}");
        }
    }
}
