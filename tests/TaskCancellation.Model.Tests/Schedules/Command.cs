namespace TaskCancellation.Model.Tests.Schedules;

/// <summary>One step of a schedule. Tasks are named by a number of their own, so that a step can be left out and the rest still means the same; what names a task that is not there does nothing.</summary>
internal abstract record Command;

/// <summary>A task comes into being.</summary>
/// <param name="Task">Its number.</param>
/// <param name="Kind">What it is like.</param>
/// <param name="Other">It belongs to the other group.</param>
/// <param name="Seconds">How long it runs, or takes to stop, where that matters.</param>
internal sealed record Add(int Task, SceneKind Kind, bool Other, double Seconds) : Command;

/// <summary>Something happens to a task after that time, whatever goes on then.</summary>
internal sealed record Happen(int Task, Event What, double AfterSeconds) : Command;

/// <summary>Something happens to a task just before the next cancel lands.</summary>
internal sealed record Race(int Task, Event What) : Command;

/// <summary>A request goes wrong.</summary>
/// <param name="Kind">How.</param>
/// <param name="On">Which requests count.</param>
/// <param name="Skip">How many of these pass before.</param>
/// <param name="Times">How many go wrong in a row.</param>
/// <param name="Amount">Seconds, or bytes, where the fault has such.</param>
internal sealed record Fault(FaultKind Kind, FaultOn On, int Skip, int Times, double Amount) : Command;

/// <summary>Time passes.</summary>
internal sealed record Pass(double Seconds) : Command;

/// <summary>The token of the next call fires after that time.</summary>
internal sealed record FireToken(double AfterSeconds) : Command;

/// <summary>One task is canceled.</summary>
internal sealed record Cancel(int Task) : Command;

/// <summary>One task is canceled and waited for.</summary>
internal sealed record CancelAndWait(int Task, double TimeoutSeconds) : Command;

/// <summary>The tasks of a group are canceled.</summary>
internal sealed record CancelGroup(bool Other, CancelSelection Selection, int? MaxTargets) : Command;

/// <summary>Tasks are canceled by a filter that names them.</summary>
internal sealed record CancelNamed(ValueList<int> Tasks) : Command;

/// <summary>Tasks are canceled as a stream. The number 0 stands for an id that is none.</summary>
/// <param name="Tasks">The tasks, in the order of the input.</param>
/// <param name="Window">How many are read ahead.</param>
/// <param name="StopAfterSeconds">When the batch is stopped; null for not at all.</param>
/// <param name="WaitSeconds">How long the outcomes are waited for; null for not at all.</param>
internal sealed record CancelStream(ValueList<int> Tasks, int Window, double? StopAfterSeconds, double? WaitSeconds = null) : Command;

/// <summary>A cancel of a group is planned.</summary>
internal sealed record Plan(bool Other) : Command;

/// <summary>The last plan is executed.</summary>
/// <param name="NewTasks">How many new tasks are canceled as well; null for none, negative to refuse any drift.</param>
internal sealed record Execute(int? NewTasks) : Command;

/// <summary>The last cancel is waited for.</summary>
internal sealed record Await(double TimeoutSeconds) : Command;

/// <summary>One task is waited for.</summary>
internal sealed record Wait(int Task, double TimeoutSeconds) : Command;

/// <summary>A task is run to its end under a token.</summary>
/// <param name="Task">The task that the submission gives.</param>
/// <param name="SubmitSeconds">How long the submission takes.</param>
/// <param name="FireAfterSeconds">When the caller's token fires; null for never.</param>
/// <param name="GraceSeconds">How long the cancel may take.</param>
/// <param name="TimeoutSeconds">The deadline of the undisturbed wait.</param>
internal sealed record RunTask(int Task, double SubmitSeconds, double? FireAfterSeconds, double GraceSeconds, double TimeoutSeconds) : Command;

/// <summary>A task is canceled when a token fires, until the binding is disposed of.</summary>
internal sealed record Bind(int Task, double? FireAfterSeconds, double GraceSeconds, double DisposeAfterSeconds) : Command;

/// <summary>A group is watched.</summary>
internal sealed record Watch(bool Other, double TimeoutSeconds) : Command;

/// <summary>The last plan and the last cancel are stored as text, and go on from there.</summary>
internal sealed record Store : Command;

/// <summary>One task is read.</summary>
internal sealed record Find(int Task) : Command;

/// <summary>The tasks of a group are listed.</summary>
internal sealed record List(bool Other) : Command;

/// <summary>What a task is like.</summary>
internal enum SceneKind
{
    Running,
    Pending,
    RunsFor,
    FailsAfter,
    SlowToStop,
    Stuck,
    OutrunsCancel,
    Fixed,
    Canceling,
    Succeeded,
    Failed,
    Canceled,
    Unrecorded,
    Unknown,
    Gone,
}

/// <summary>What can happen to a task.</summary>
internal enum Event
{
    Finish,
    Fail,
    Remove,
    CancelByOther,
}

/// <summary>How a request goes wrong.</summary>
internal enum FaultKind
{
    Refused,
    LostBefore,
    LostAfter,
    BadGatewayBefore,
    BadGatewayAfter,
    Unavailable,
    UnavailableWithHint,
    Throttled,
    ThrottledUntil,
    Cut,
    Html,
    Denied,
    Rejected,
    Duplicated,
    Delayed,
    ReplyDelayed,
    Stale,
}

/// <summary>Which requests a fault counts.</summary>
internal enum FaultOn
{
    Cancels,
    Reads,
    Any,
}
