using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.Histories;

/// <summary>How much a check costs, in what it keeps. Times are printed, and bounded so generously that only an explosion fails.</summary>
[Parallelizable(ParallelScope.None)]
internal sealed class HistorySizeTests : HistoryCase
{
    [Test]
    public void Ten_thousand_lines_on_a_thousand_tasks_are_checked_quickly()
    {
        for (var task = 0; task < 1_000; task++)
        {
            var id = $"{task}";
            Observe(TaskState.Running, id);
            var cancel = Cancel(id);
            Show(Find(id), TaskState.Running, id);
            Say(cancel, CancellationVerdict.Accepted, id: id);
            Observe(TaskState.Canceling, id);
            Observe(TaskState.Canceled, id);
            Observe(TaskState.Canceled, id);
        }

        Assert.That(History.Lines, Has.Count.EqualTo(10_000));
        Fits();
        Tell();
    }

    [Test]
    public void Twenty_overlapping_calls_on_one_task_do_not_explode()
    {
        Observe(TaskState.Pending);
        var states = new[] { TaskState.Pending, TaskState.Running, TaskState.Unknown, TaskState.Canceling, TaskState.Canceled };
        var calls = Enumerable.Range(0, 20).Select(at => at % 2 == 0 ? Cancel() : Find()).ToList();
        foreach (var (at, call) in calls.Index().OrderBy(pair => pair.Index * 7 % 20))
        {
            if (at % 2 == 1)
            {
                Show(call, states[at / 2 % states.Length]);
            }
            else
            {
                Say(call, (at % 3) switch { 0 => CancellationVerdict.Canceled, 1 => CancellationVerdict.Denied, _ => CancellationVerdict.Indeterminate });
            }
        }

        Fits();
        Tell();
    }

    [Test]
    public void Calls_that_begin_one_by_one_while_states_come_and_go_do_not_explode()
    {
        var open = new Queue<HistoryCall>();
        for (var at = 0; at < 400; at++)
        {
            open.Enqueue(at % 3 == 0 ? Cancel() : Find());
            if (open.Count > 20)
            {
                var call = open.Dequeue();
                if (call.Verb == HistoryVerb.Cancel)
                {
                    Say(call, at % 2 == 0 ? CancellationVerdict.Rejected : CancellationVerdict.Accepted);
                }
                else
                {
                    Show(call, at % 2 == 0 ? TaskState.Pending : TaskState.Running);
                }
            }
        }

        Fits();
        Tell();
    }

    private void Tell()
    {
        var began = TimeProvider.System.GetTimestamp();
        History.Check();
        var time = TimeProvider.System.GetElapsedTime(began);
        TestContext.Out.WriteLine($"{History.Lines.Count} lines in {time.TotalMilliseconds:0} ms");
        Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(30)));
    }
}
