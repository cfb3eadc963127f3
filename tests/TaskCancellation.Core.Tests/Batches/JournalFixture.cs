namespace TaskCancellation.Core.Tests.Batches;

/// <summary>Journaled batches against a service that remembers what it was asked, through kills of the process that asks.</summary>
public abstract class JournalFixture : BatchFixture
{
    private protected static readonly TaskTarget[] Mixed =
        ["running", "pending", "done", "!", "canceled", "unknown", "stubborn", "running", "r1", "r2", "p1", "failed", "r3", "p1"];

    private protected static readonly string[] MixedOutcomes =
    [
        "running: Accepted", "pending: Canceled", "done: CompletedFirst", "!: Rejected", "canceled: AlreadyCanceled", "unknown: NotFound", "stubborn: NotCancelable", "running: Accepted",
        "r1: Accepted", "r2: Accepted", "p1: Canceled", "failed: CompletedFirst", "r3: Accepted", "p1: Canceled",
    ];

    private protected MemoryJournal Journal { get; } = new();

    /// <summary>What happened in order: "send a,b", "reconcile a".</summary>
    private protected List<string> Events { get; } = [];

    private protected BatchOptions Journaled => new() { Journal = Journal, RunId = "run", Window = 5, MaxConcurrency = 2, Linger = TimeSpan.Zero };

    [SetUp]
    public void TheServiceHasTasks()
    {
        Client.Tasks.AddRange(
        [
            Some.Task("running"), Some.Task("r1"), Some.Task("r2"), Some.Task("r3"), Some.Task("pending", TaskState.Pending), Some.Task("p1", TaskState.Pending),
            Some.Task("done", TaskState.Succeeded), Some.Task("failed", TaskState.Failed), Some.Task("canceled", TaskState.Canceled), Some.Task("stubborn", kind: "stubborn"),
        ]);
        Client.OnCancel = (request, _) =>
        {
            Events.Add($"send {string.Join(',', request.Targets)}");
            return Task.FromResult(new CancelReply { Items = [.. request.Targets.Select(Cancel)] });
        };
        Client.OnReconcile = lost =>
        {
            Events.Add($"reconcile {string.Join(',', lost.Targets)}");
            return new CancelReply
            {
                FollowsAmbiguousAttempt = true,
                Items = [.. lost.Targets.Select(target => Find(target.Id) is { } task
                    ? new CancelReplyItem(target, task is { State: TaskState.Canceling } or { IsTerminal: true } ? CancelDisposition.Acknowledged : CancelDisposition.Unknown, task)
                    : new CancelReplyItem(target, CancelDisposition.Unknown))],
            };
        };
    }

    private protected TaskSnapshot? Find(TaskId id) => Client.Tasks.Find(task => task.Id == id);

    private protected void Becomes(TaskId id, TaskState state)
    {
        var at = Client.Tasks.FindIndex(task => task.Id == id);
        Client.Tasks[at] = Client.Tasks[at] with { State = state, RawState = state.ToString() };
    }

    private protected IEnumerable<string> Sent => Events.Where(line => line.StartsWith("send ", StringComparison.Ordinal)).SelectMany(line => line[5..].Split(','));

    // Ended tasks refuse a cancel; they are asked only after an ambiguous attempt.
    private CancelReplyItem Cancel(TaskTarget target)
    {
        switch (Find(target.Id)?.State)
        {
            case TaskState.Pending:
                Becomes(target.Id, TaskState.Canceled);
                return new CancelReplyItem(target, CancelDisposition.Acknowledged, Find(target.Id));
            case TaskState.Running:
                Becomes(target.Id, TaskState.Canceling);
                return new CancelReplyItem(target, CancelDisposition.Acknowledged, Find(target.Id));
            case null:
                return new CancelReplyItem(target, CancelDisposition.NotFound);
            default:
                return new CancelReplyItem(target, CancelDisposition.AlreadyEnded, Find(target.Id));
        }
    }
}
