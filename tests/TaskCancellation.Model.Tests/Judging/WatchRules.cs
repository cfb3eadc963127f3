namespace TaskCancellation.Model.Tests.Judging;

/// <summary>What a watch may show, and when it may end.</summary>
internal sealed class WatchRules(Stage stage)
{
    internal void Watched(Call call, bool other, List<(int Moment, TaskSnapshot Task)> seen, Exception? error)
    {
        stage.Tell($"  => {string.Join(", ", seen.Select(one => $"{one.Task.Id} {one.Task.State}"))}{(error is null ? "" : $", then {error.Message}")}");
        foreach (var (moment, task) in seen)
        {
            if (stage.Find(task.Id) is not { } subject || subject.IsOther != other)
            {
                stage.Wrong($"{call}: {task.Id} is not of the filter");
            }
            else if (!call.LooksAt(subject).Any(look => look.Act.From <= moment && subject.Was(mark => mark.Seen() == task.State || mark == Mark.Lost, look.IsStale ? 0 : look.Act.From, look.Act.To)))
            {
                stage.Wrong($"{call}: {task.State} is not what {subject} showed");
            }
        }

        foreach (var (before, now) in seen.GroupBy(one => one.Task.Id).SelectMany(one => one.Zip(one.Skip(1))))
        {
            if (before.Task == now.Task)
            {
                stage.Wrong($"{call}: {now.Task.Id} {now.Task.State} is told twice");
            }
        }

        var isRight = error switch
        {
            null => true,
            TaskWaitTimeoutException => !call.IsEarly,
            TaskRequestException => call.Exchanges.Any(one => one.Fault is not null),
            OperationCanceledException => true,
            _ => false,
        };
        if (!isRight)
        {
            stage.Wrong($"{call}: {error!.GetType().Name} without cause: {error.Message}");
        }

        if (error is null)
        {
            CheckEnd(call, other, seen);
        }
    }

    // It ends by itself only when a list, and a look at each that is listed no longer, show nothing unfinished.
    private void CheckEnd(Call call, bool other, List<(int Moment, TaskSnapshot Task)> seen)
    {
        if (call.Exchanges.Any(one => one.Fault is not null))
        {
            return;
        }

        var from = call.Exchanges.Count > 0 ? call.Exchanges[^1].From : call.From;
        foreach (var subject in stage.Subjects.Where(subject => subject.IsOther == other))
        {
            var shown = seen.LastOrDefault(one => one.Task.Id == subject.Id).Task;
            var isOpen = !subject.Was(mark => !mark.IsOpen() || mark == Mark.Odd, call.From, call.To);
            if (isOpen)
            {
                stage.Wrong($"{call}: ended, and {subject} has not");
            }

            if (shown is { IsTerminal: false } && !subject.Was(mark => mark is Mark.Absent or Mark.Lost or Mark.Odd, call.From, call.To) && subject.Was(mark => mark.IsEnd(), from, call.To))
            {
                stage.Wrong($"{call}: the last it told of {subject} is {shown.State}");
            }
        }
    }
}
