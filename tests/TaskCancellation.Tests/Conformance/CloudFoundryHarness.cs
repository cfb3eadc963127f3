using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.Conformance;

public sealed class CloudFoundryHarness : ServiceHarness
{
    private readonly CloudFoundryEmulator emulator;
    private readonly string otherApp;
    private readonly Lazy<CloudFoundryTaskClient> client;

    public CloudFoundryHarness(VirtualClock clock, bool scrambleInferred = false, HarnessTransport? transport = null)
        : base(clock, transport)
    {
        emulator = new CloudFoundryEmulator(Transport.ServerClock, Transport.Address) { ScrambleInferred = scrambleInferred };
        otherApp = emulator.AddApp(emulator.DefaultSpaceId);
        client = new Lazy<CloudFoundryTaskClient>(() => CreateClient(Key));
    }

    public override ServiceEmulator Emulator => emulator;

    public override TaskClient Client => client.Value;

    public override string Key => CloudFoundryEmulator.AdminToken;

    public override string Scope => emulator.DefaultAppId;

    public override string OtherScope => otherApp;

    public override TaskId UnknownId => Guid.Parse("00000000-1111-2222-3333-444444444444");

    public override IEnumerable<string> MalformedIds => ["", " ", "a/b", "..", "a b", "a,b", "*", "a?x=1", "a#b", "é", new string('a', 201)];

    public override EmulatedReply Throttled => EmulatedReply.Text(
        429, """{"errors":[{"detail":"Rate Limit Exceeded","title":"CF-RateLimitExceeded","code":10013}]}""", "text/plain; charset=utf-8");

    public override TaskClient CreateUnauthorizedClient() => CreateClient("not-a-token");

    public override TaskId AddRunning(string? scope = null) => emulator.Add(new CloudFoundryTask { AppId = scope ?? Scope });

    public override TaskId AddPending(string? scope = null) =>
        emulator.Add(new CloudFoundryTask { AppId = scope ?? Scope, State = "PENDING", StartDelay = TimeSpan.FromHours(1) });

    public override TaskId AddStuck() => emulator.Add(new CloudFoundryTask { CancelEnding = CloudFoundryCancelEnding.Ignored });

    public override TaskId? AddInUnknownState() => emulator.Add(new CloudFoundryTask { State = "HIBERNATING" });

    public override TaskId AddEnded(TaskState state) => emulator.Add(new CloudFoundryTask
    {
        State = state == TaskState.Succeeded ? "SUCCEEDED" : "FAILED",
        Failure = state switch
        {
            TaskState.Failed => "APP/TASK/report: Exited with status 1",
            TaskState.Canceled => "task was cancelled",
            _ => null,
        },
    });

    public override TaskId AddRunningFor(TimeSpan time) => emulator.Add(new CloudFoundryTask { RunDuration = time });

    public override void BeforeCancel(Action action) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        action();
    };

    public override void Finish(TaskId id) => emulator.Finish(id.Value);

    public override void Remove(TaskId id) => emulator.Remove(id.Value);

    public override TaskState? Truth(TaskId id) => emulator.Find(id.Value) is not { } row ? null : row.State switch
    {
        "PENDING" => TaskState.Pending,
        "RUNNING" => TaskState.Running,
        "CANCELING" => TaskState.Canceling,
        "SUCCEEDED" => TaskState.Succeeded,
        "FAILED" => row.Failure == "task was cancelled" ? TaskState.Canceled : TaskState.Failed,
        _ => TaskState.Unknown,
    };

    public override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path.EndsWith("/actions/cancel", StringComparison.Ordinal);

    private CloudFoundryTaskClient CreateClient(string token)
    {
        var options = new CloudFoundryTaskClientOptions { Credential = CloudFoundryCredential.AccessToken(token) };
        options.UseTimeProvider(Transport.ClientClock);
        return new CloudFoundryTaskClient(Connect(), options);
    }
}
