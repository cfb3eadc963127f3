using TaskCancellation.Testing;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.Conformance;

public sealed class TopazImageHarness : ServiceHarness
{
    private readonly TopazImageEmulator emulator;
    private readonly Lazy<TopazImageTaskClient> client;

    public TopazImageHarness(VirtualClock clock, bool scrambleInferred = false, HarnessTransport? transport = null)
        : base(clock, transport)
    {
        emulator = new TopazImageEmulator(Transport.ServerClock, Transport.Address is { } root ? new Uri(root, TopazImageEmulator.DefaultAddress.AbsolutePath) : null) { ScrambleInferred = scrambleInferred };
        client = new Lazy<TopazImageTaskClient>(() => CreateClient(Key));
    }

    public override ServiceEmulator Emulator => emulator;

    public override TaskClient Client => client.Value;

    public override string Key => TopazImageEmulator.ApiKey;

    public override string Scope => "aaaaaaaa-0000-4000-8000-000000000001";

    public override string OtherScope => "aaaaaaaa-0000-4000-8000-000000000002";

    public override TaskId UnknownId => Guid.Parse("00000000-1111-2222-3333-444444444444");

    public override IEnumerable<string> MalformedIds => ["", " ", "abc", "*", "all", "..", "{00000000-1111-2222-3333-444444444444}", "00000000111122223333444444444444", "00000000-1111-2222-3333-44444444444/", "00000000-1111-2222-3333-4444444444444"];

    public override EmulatedReply Throttled => emulator.ErrorReply(429);

    public override bool CancelsAtOnce => true;

    public override bool HasVersion => false;

    public override TaskClient CreateUnauthorizedClient() => CreateClient("not-a-key");

    public override TaskId AddRunning(string? scope = null) => Add(new TopazImageTask { SourceId = scope ?? Scope });

    public override TaskId AddPending(string? scope = null) => Add(new TopazImageTask { SourceId = scope ?? Scope, State = "Pending" });

    public override TaskId AddStuck() => Add(new TopazImageTask { SourceId = Scope, CancelEnding = TopazImageCancelEnding.Refused });

    public override TaskId? AddInUnknownState() => Add(new TopazImageTask { SourceId = Scope, State = "Hibernating" });

    public override TaskId AddEnded(TaskState state) => Add(new TopazImageTask
    {
        SourceId = Scope,
        State = state switch { TaskState.Succeeded => "Completed", TaskState.Failed => "Failed", _ => "Cancelled" },
    });

    public override TaskId AddRunningFor(TimeSpan time) => Add(new TopazImageTask { SourceId = Scope, RunDuration = time });

    public override void BeforeCancel(Action action) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        action();
    };

    public override void Finish(TaskId id) => emulator.Finish(id.Value);

    public override void Remove(TaskId id) => emulator.Remove(id.Value);

    public override TaskState? Truth(TaskId id) => emulator.Find(id.Value)?.State switch
    {
        null => null,
        "Pending" => TaskState.Pending,
        "Processing" => TaskState.Running,
        "Completed" => TaskState.Succeeded,
        "Failed" => TaskState.Failed,
        "Cancelled" => TaskState.Canceled,
        _ => TaskState.Unknown,
    };

    public override bool IsCancel(EmulatedRequest request) => request.Method == "DELETE" && request.Path.Contains("/cancel/", StringComparison.Ordinal);

    private TaskId Add(TopazImageTask job) => emulator.Add(job);

    private TopazImageTaskClient CreateClient(string key)
    {
        var options = new TopazImageTaskClientOptions { ApiKey = key };
        options.UseTimeProvider(Transport.ClientClock);
        return new TopazImageTaskClient(Connect(), options);
    }
}
