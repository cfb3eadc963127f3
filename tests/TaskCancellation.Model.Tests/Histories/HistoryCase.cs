using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.Histories;

/// <summary>A history that is written by hand, of one task called "7" unless it says otherwise.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class HistoryCase
{
    protected const string Id = "7";

    protected VirtualClock Clock { get; private set; } = new();

    protected TaskHistory History { get; private set; } = new();

    [SetUp]
    public void Begin()
    {
        Clock = new VirtualClock();
        History = new TaskHistory(new HistoryOptions { TimeProvider = Clock });
    }

    protected void Take(HistoryFaults faults = HistoryFaults.None, TaskLifecycle? lifecycle = null, bool othersCancel = false, bool reusesIds = false) =>
        History = new TaskHistory(new HistoryOptions { TimeProvider = Clock, Faults = faults, Lifecycle = lifecycle, OthersCancel = othersCancel, ReusesIds = reusesIds });

    /// <summary>A state machine in which a cancel that is taken is the end.</summary>
    protected static TaskLifecycle CancelEndsAtOnce { get; } = new()
    {
        ServiceName = "Sixth",
        States =
        [
            new LifecycleState("waiting", "waiting", TaskState.Pending, CancelEffect.Accepted),
            new LifecycleState("running", "running", TaskState.Running, CancelEffect.Refused),
            new LifecycleState("done", "done", TaskState.Succeeded, CancelEffect.Refused),
            new LifecycleState("canceled", "canceled", TaskState.Canceled, CancelEffect.Refused),
        ],
        Transitions =
        [
            new LifecycleTransition("waiting", LifecycleEvent.Start, "running"),
            new LifecycleTransition("running", LifecycleEvent.Succeed, "done"),
            new LifecycleTransition("waiting", LifecycleEvent.RequestCancel, "canceled"),
        ],
    };

    protected void Observe(TaskState state, string id = Id) => History.Observe(id, state);

    protected HistoryCall Cancel(string id = Id) => History.Begin(HistoryVerb.Cancel, id);

    protected HistoryCall Wait(HistoryCall cancel, TimeSpan? timeout = null)
    {
        var wait = History.Begin(HistoryVerb.WaitForCancel, Id);
        (wait.Follows, wait.Timeout) = (cancel, timeout);
        return wait;
    }

    protected HistoryCall Find(string id = Id) => History.Begin(HistoryVerb.Find, id);

    protected static void Say(HistoryCall call, CancellationVerdict verdict, TaskState? state = null, string id = Id)
    {
        call.Answers(id, verdict, state);
        call.Returns();
    }

    protected static void Show(HistoryCall call, TaskState? state, string id = Id)
    {
        if (state is { } shown)
        {
            call.Shows(id, shown);
        }
        else
        {
            call.ShowsNone(id);
        }

        call.Returns();
    }

    /// <summary>It fits.</summary>
    protected void Fits() => Assert.That(History.Check().IsConsistent, History.Check().ToString());

    /// <summary>That line does not fit, and that is said.</summary>
    protected void FailsAt(int line, string saying)
    {
        var check = History.Check();
        Assert.Multiple(() =>
        {
            Assert.That(check.Line?.Number, Is.EqualTo(line), check.ToString());
            Assert.That(check.ToString(), Does.Contain(saying));
        });
    }
}
