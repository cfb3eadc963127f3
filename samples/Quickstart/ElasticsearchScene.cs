using TaskCancellation;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing.Elasticsearch;

namespace Quickstart;

/// <summary>Reindexing that weighs on a cluster, while searches and updates must go on.</summary>
internal sealed class ElasticsearchScene : Scene
{
    private const string Reindex = "indices:data/write/reindex";
    private const string Update = "indices:data/write/update/byquery";
    private readonly ElasticsearchEmulator emulator;
    private readonly ElasticsearchTaskClient client;

    internal ElasticsearchScene(TimeProvider clock)
    {
        emulator = new ElasticsearchEmulator(clock);
        var completed = emulator.Add(new() { Action = Update });
        emulator.Finish(completed);
        Add("completed earlier, result stored", completed);
        var canceled = emulator.Add(new() { Action = Update, CancelDelay = TimeSpan.Zero });
        emulator.CancelByServer(canceled, "by user request");
        Add("canceled earlier, result stored", canceled);
        Add("an unknown task number", $"{emulator.NodeIds[0]}:999999");
        Add("finishes as the cancel lands", emulator.Add(new() { Action = Update }), Part.Racer);
        Add("reindex, running", emulator.Add(new() { Action = Reindex }), Part.ByFilter);
        Add("reindex, its result not stored", emulator.Add(new() { Action = Reindex, StoresResult = false }), Part.ByFilter);
        Add("reindex that completes all the same", emulator.Add(new() { Action = Reindex, CancelEnding = ElasticsearchCancelEnding.CompletesAnyway }), Part.ByFilter);

        var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
        options.UseTimeProvider(clock);
        client = new ElasticsearchTaskClient(emulator.CreateClient(), options);
    }

    internal override TaskClient Client => client;

    internal override TaskFilter Filter => new() { Kinds = ["*/reindex"] };

    internal static TaskClient Connect(Uri endpoint) => new ElasticsearchTaskClient(new ElasticsearchTaskClientOptions
    {
        Endpoint = endpoint,
        Credential = Environment.GetEnvironmentVariable("ELASTICSEARCH_API_KEY") is { Length: > 0 } key ? ElasticsearchCredential.ApiKey(key) : ElasticsearchCredential.None,
    });

    internal override string? Record(TaskId id) => emulator.Find(id.Value) is { } row
        ? $"{row.Ending}{(row.IsStored ? "" : ", not stored")}"
        : null;

    internal override bool Agrees(CancellationVerdict verdict, string? record) => verdict switch
    {
        CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => record == "Canceled",
        CancellationVerdict.CompletedFirst => record is "Completed" or "Failed",
        CancellationVerdict.Ended => record?.EndsWith("not stored", StringComparison.Ordinal) == true,
        CancellationVerdict.NotFound => record is null,
        _ => false,
    };

    internal override void FinishAsTheCancelLands(TaskId id) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        emulator.Finish(id.Value);
    };

    public override void Dispose()
    {
        client.Dispose();
        emulator.Dispose();
    }
}
