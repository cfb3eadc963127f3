using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Conformance;

public sealed class ElasticsearchHarness : ServiceHarness
{
    private const string Token = "conformance-token";
    private readonly ElasticsearchEmulator emulator;
    private readonly Lazy<ElasticsearchTaskClient> client;

    public ElasticsearchHarness(VirtualClock clock, bool scrambleInferred = false, HarnessTransport? transport = null)
        : base(clock, transport)
    {
        emulator = new ElasticsearchEmulator(Transport.ServerClock, Transport.Address) { ScrambleInferred = scrambleInferred, IsSecured = true };
        emulator.AddUser(new() { Name = "conformance", BearerToken = Token });
        client = new Lazy<ElasticsearchTaskClient>(() => CreateClient(Key));
    }

    public override ServiceEmulator Emulator => emulator;

    public override TaskClient Client => client.Value;

    public override string Key => Token;

    public override string Scope => "indices:data/write/reindex";

    public override string OtherScope => "indices:data/write/update/byquery";

    public override TaskId UnknownId => $"{emulator.NodeIds[0]}:999999";

    public override IEnumerable<string> MalformedIds => ["", " ", "abc", "unset", "node:-1", "*", "*:1", ":1", "node:", "node:1,node:2", "a,b:1", "node:1/..", "node:+1"];

    public override EmulatedReply Throttled => EmulatedReply.Json(429, """{"error":{"root_cause":[],"type":"es_rejected_execution_exception","reason":"rejected execution"},"status":429}""");

    public override TaskFilter FilterBy(string scope) => new() { Kinds = [scope] };

    public override TaskClient CreateUnauthorizedClient() => CreateClient("not-a-token");

    public override TaskId AddRunning(string? scope = null) => Add(new ElasticsearchTask { Action = scope ?? Scope });

    // There is no queue: what exists, runs.
    public override TaskId AddPending(string? scope = null) => AddRunning(scope);

    public override TaskId AddStuck() => Add(new ElasticsearchTask { CancelEnding = ElasticsearchCancelEnding.Ignored });

    // The wire has no word for a state that could be unknown.
    public override TaskId? AddInUnknownState() => null;

    public override TaskId AddEnded(TaskState state)
    {
        var id = emulator.Add(new ElasticsearchTask { CancelDelay = TimeSpan.Zero });
        switch (state)
        {
            case TaskState.Succeeded:
                emulator.Finish(id);
                break;
            case TaskState.Failed:
                emulator.Fail(id);
                break;
            default:
                emulator.CancelByServer(id, "by user request");
                break;
        }

        return id;
    }

    public override TaskId AddRunningFor(TimeSpan time) => Add(new ElasticsearchTask { RunDuration = time });

    public override void BeforeCancel(Action action) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        action();
    };

    public override void Finish(TaskId id) => emulator.Finish(id.Value);

    public override void Remove(TaskId id) => emulator.Remove(id.Value);

    public override TaskState? Truth(TaskId id) => emulator.Find(id.Value) is not { } row ? null : row.Ending switch
    {
        ElasticsearchEnding.None => row.IsCanceled ? TaskState.Canceling : TaskState.Running,
        ElasticsearchEnding.Completed => TaskState.Succeeded,
        ElasticsearchEnding.Failed => TaskState.Failed,
        ElasticsearchEnding.Canceled => TaskState.Canceled,
        _ => null,
    };

    public override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path.EndsWith("/_cancel", StringComparison.Ordinal);

    private TaskId Add(ElasticsearchTask task) => emulator.Add(task);

    private ElasticsearchTaskClient CreateClient(string token)
    {
        var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.Bearer(token) };
        options.UseTimeProvider(Transport.ClientClock);
        return new ElasticsearchTaskClient(Connect(), options);
    }
}
