using System.Globalization;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Conformance;

public sealed class VeevaVaultHarness : ServiceHarness
{
    private readonly VeevaVaultEmulator emulator;
    private readonly Lazy<VeevaVaultTaskClient> client;

    public VeevaVaultHarness(VirtualClock clock, bool scrambleInferred = false, HarnessTransport? transport = null)
        : base(clock, transport)
    {
        emulator = new VeevaVaultEmulator(Transport.ServerClock, Transport.Address) { ScrambleInferred = scrambleInferred };
        client = new Lazy<VeevaVaultTaskClient>(() => CreateClient(Key));
    }

    public override ServiceEmulator Emulator => emulator;

    public override TaskClient Client => client.Value;

    public override string Key => VeevaVaultEmulator.AdminSession;

    public override string Scope => "Nightly Sync";

    public override string OtherScope => "Weekly Report";

    public override TaskId UnknownId => 999_999;

    public override IEnumerable<string> MalformedIds => ["", " ", "abc", "0", "-1", "+1", "01", "1.5", "9223372036854775808", "1,2", "*", "1\r\n2", "1?x", "１"];

    public override EmulatedReply Throttled => EmulatedReply.Text(429, "slow down", "text/plain");

    public override TaskFilter FilterBy(string scope) => new() { Names = [scope] };

    public override TaskClient CreateUnauthorizedClient() => CreateClient("not-a-session");

    // A job that runs cannot be canceled in Vault: one that is queued stands for it.
    public override TaskId AddRunning(string? scope = null) => Add(new VeevaVaultTask { Title = scope ?? Scope });

    public override TaskId AddPending(string? scope = null) => Add(new VeevaVaultTask { Title = scope ?? Scope, State = "SCHEDULED" });

    public override TaskId AddStuck() => Add(new VeevaVaultTask { Title = Scope, CancelDelay = null });

    public override TaskId? AddInUnknownState() => Add(new VeevaVaultTask { Title = Scope, State = "HIBERNATING" });

    public override TaskId AddEnded(TaskState state) => Add(new VeevaVaultTask
    {
        Title = Scope,
        State = state switch { TaskState.Succeeded => "SUCCESS", TaskState.Failed => "ERRORS_ENCOUNTERED", _ => "CANCELLED" },
    });

    public override TaskId AddRunningFor(TimeSpan time) => Add(new VeevaVaultTask { Title = Scope, State = "RUNNING", RunDuration = time });

    public override void BeforeCancel(Action action) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        action();
    };

    public override void Finish(TaskId id) => emulator.Finish(Number(id));

    public override void Remove(TaskId id) => emulator.Remove(Number(id));

    public override TaskState? Truth(TaskId id) => emulator.Find(Number(id))?.State switch
    {
        null => null,
        "SCHEDULED" or "QUEUEING" or "QUEUED" => TaskState.Pending,
        "RUNNING" => TaskState.Running,
        "CANCELLING" => TaskState.Canceling,
        "SUCCESS" => TaskState.Succeeded,
        "ERRORS_ENCOUNTERED" => TaskState.Failed,
        "CANCELLED" => TaskState.Canceled,
        _ => TaskState.Unknown,
    };

    public override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path.EndsWith("/actions/cancel", StringComparison.Ordinal);

    private TaskId Add(VeevaVaultTask job) => emulator.Add(job);

    private VeevaVaultTaskClient CreateClient(string session)
    {
        var options = new VeevaVaultTaskClientOptions { SessionId = session };
        options.UseTimeProvider(Transport.ClientClock);
        return new VeevaVaultTaskClient(Connect(), options);
    }

    private static long Number(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);
}
