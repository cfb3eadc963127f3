using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Conformance;

public sealed class MeilisearchHarness : ServiceHarness
{
    private const string Secret = "conformance-key";
    private readonly MeilisearchEmulator emulator;
    private readonly Lazy<MeilisearchTaskClient> client;

    public MeilisearchHarness(VirtualClock clock, bool scrambleInferred = false, HarnessTransport? transport = null)
        : base(clock, transport)
    {
        emulator = new MeilisearchEmulator(Transport.ServerClock, Transport.Address, seed: 7) { MasterKey = "conformance-master", ScrambleInferred = scrambleInferred };
        emulator.AddUser(new MeilisearchUser { Name = "conformance", ApiKey = Secret, Actions = ["tasks.cancel", "tasks.get", "version"] });
        client = new Lazy<MeilisearchTaskClient>(() => CreateClient(Key));
    }

    public override ServiceEmulator Emulator => emulator;

    public override TaskClient Client => client.Value;

    public override string Key => Secret;

    public override string Scope => "movies";

    public override string OtherScope => "books";

    public override TaskId UnknownId => 4_000_000_000;

    public override IEnumerable<string> MalformedIds => ["", " ", "abc", "-1", "+1", "01", "1.5", "4294967296", "1,2", "*", "1/../2", "1?x", "１"];

    public override EmulatedReply Throttled => EmulatedReply.Text(429, "slow down", "text/plain");

    public override TaskClient CreateUnauthorizedClient() => CreateClient("not-a-key");

    public override TaskId AddRunning(string? scope = null) => AddProcessing(new MeilisearchTask { IndexUid = scope ?? Scope, RunDuration = null });

    // Behind a running task of another index, so that it stays enqueued; cancellations too run only when that one has ended.
    public override TaskId AddPending(string? scope = null)
    {
        if (!IsBusy)
        {
            AddProcessing(new MeilisearchTask { IndexUid = "elsewhere", RunDuration = TimeSpan.FromSeconds(20) });
        }

        return emulator.Add(new MeilisearchTask { IndexUid = scope ?? Scope, RunDuration = null });
    }

    public override TaskId AddStuck() => AddProcessing(new MeilisearchTask { IndexUid = Scope, RunDuration = null, CancelEnding = MeilisearchCancelEnding.CompletesAnyway });

    public override TaskId? AddInUnknownState() => emulator.Add(new MeilisearchTask { IndexUid = Scope, State = "hibernating" });

    public override TaskId AddEnded(TaskState state) => emulator.Add(new MeilisearchTask
    {
        IndexUid = Scope,
        State = state switch { TaskState.Succeeded => "succeeded", TaskState.Failed => "failed", _ => "canceled" },
        CanceledBy = state == TaskState.Canceled ? 0 : null,
        FinishedAt = emulator.ServerNow.AddMinutes(-1),
        StartedAt = emulator.ServerNow.AddMinutes(-2),
        EnqueuedAt = emulator.ServerNow.AddMinutes(-3),
    });

    public override TaskId AddRunningFor(TimeSpan time) => AddProcessing(new MeilisearchTask { IndexUid = Scope, RunDuration = time });

    public override void BeforeCancel(Action action) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        action();
    };

    public override void Finish(TaskId id) => emulator.Finish(Uid(id));

    public override void Remove(TaskId id) => emulator.Remove(Uid(id));

    public override TaskState? Truth(TaskId id) => emulator.Rows.SingleOrDefault(row => row.Id == Uid(id))?.State switch
    {
        null => null,
        "enqueued" => TaskState.Pending,
        "processing" => TaskState.Running,
        "succeeded" => TaskState.Succeeded,
        "failed" => TaskState.Failed,
        "canceled" => TaskState.Canceled,
        _ => TaskState.Unknown,
    };

    public override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path == "/tasks/cancel";

    private bool IsBusy => emulator.Rows.Any(row => row.State == "processing");

    // The server runs one batch at a time: what comes while one runs waits its turn.
    private long AddProcessing(MeilisearchTask seed)
    {
        var wasBusy = IsBusy;
        var uid = emulator.Add(seed);
        if (!wasBusy)
        {
            emulator.StartBatch(uid);
        }

        return uid;
    }

    private MeilisearchTaskClient CreateClient(string key)
    {
        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.ApiKey(key) };
        options.UseTimeProvider(Transport.ClientClock);
        return new MeilisearchTaskClient(Connect(), options);
    }

    private static long Uid(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);
}
