using SixthService;
using SixthService.Emulator;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

public sealed class WorkflowHarness : ServiceHarness
{
    private readonly WorkflowEmulator emulator;
    private readonly Lazy<WorkflowTaskClient> client;

    public WorkflowHarness(VirtualClock clock, bool scrambleInferred = false, HarnessTransport? transport = null)
        : base(clock, transport)
    {
        emulator = new WorkflowEmulator(Transport.ServerClock, Transport.Address) { ScrambleInferred = scrambleInferred };
        client = new Lazy<WorkflowTaskClient>(() => CreateClient(Key));
    }

    public override ServiceEmulator Emulator => emulator;

    public override TaskClient Client => client.Value;

    public override string Key => WorkflowEmulator.ApiKey;

    public override string Scope => WorkflowEmulator.DefaultNamespace;

    public override string OtherScope => "it's \"another\" AND \\ more";

    public override TaskId UnknownId => Guid.Parse("00000000-1111-2222-3333-444444444444");

    public override IEnumerable<string> MalformedIds => ["", " ", "abc", "*", "..", "a/b", "00000000-1111-2222-3333-44444444444A", "00000000111122223333444444444444", "00000000-1111-2222-3333-444444444444\n", "00000000-1111-2222-3333-4444444444444"];

    public override EmulatedReply Throttled => emulator.ErrorReply(429, "RESOURCE_EXHAUSTED", "too many requests");

    public override TaskClient CreateUnauthorizedClient() => CreateClient("not-a-key");

    public override TaskId AddRunning(string? scope = null) => emulator.Add(new WorkflowTask { Namespace = scope ?? Scope });

    public override TaskId AddPending(string? scope = null) => emulator.Add(new WorkflowTask { Namespace = scope ?? Scope, Status = WorkflowStatus.Scheduled });

    public override TaskId AddStuck() => emulator.Add(new WorkflowTask { CancelDelay = null });

    public override TaskId? AddInUnknownState() => emulator.Add(new WorkflowTask { Status = "HIBERNATING" });

    public override TaskId AddEnded(TaskState state) => emulator.Add(new WorkflowTask
    {
        Status = state switch { TaskState.Succeeded => WorkflowStatus.Completed, TaskState.Failed => WorkflowStatus.Failed, _ => WorkflowStatus.Canceled },
    });

    public override TaskId AddRunningFor(TimeSpan time) => emulator.Add(new WorkflowTask { RunDuration = time });

    public override void BeforeCancel(Action action) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        action();
    };

    public override void Finish(TaskId id) => emulator.Finish(id.Value);

    public override void Remove(TaskId id) => emulator.Remove(id.Value);

    public override TaskState? Truth(TaskId id) => emulator.Find(id.Value) is not { } row ? null : row.Status switch
    {
        WorkflowStatus.Running when row.IsCancelRequested => TaskState.Canceling,
        WorkflowStatus.Scheduled => TaskState.Pending,
        WorkflowStatus.Running => TaskState.Running,
        WorkflowStatus.Completed => TaskState.Succeeded,
        WorkflowStatus.Failed or WorkflowStatus.TimedOut => TaskState.Failed,
        WorkflowStatus.Canceled => TaskState.Canceled,
        _ => TaskState.Unknown,
    };

    public override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path.EndsWith("/cancel", StringComparison.Ordinal);

    private WorkflowTaskClient CreateClient(string key)
    {
        var options = new WorkflowTaskClientOptions { ApiKey = key };
        options.UseTimeProvider(Transport.ClientClock);
        return new WorkflowTaskClient(options, Connect());
    }
}
