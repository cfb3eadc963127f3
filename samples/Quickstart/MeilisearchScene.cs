using System.Globalization;
using TaskCancellation;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing.Meilisearch;

namespace Quickstart;

/// <summary>An index whose queue was filled by mistake, while other work must go on.</summary>
internal sealed class MeilisearchScene : Scene
{
    private const string Key = "quickstart-key";
    private readonly MeilisearchEmulator emulator;
    private readonly MeilisearchTaskClient client;

    internal MeilisearchScene(TimeProvider clock)
    {
        emulator = new MeilisearchEmulator(clock, seed: 1) { MasterKey = "quickstart-master-key" };
        emulator.AddUser(new() { Name = "quickstart", ApiKey = Key, Actions = ["tasks.cancel", "tasks.get", "version"] });
        Add("indexing movies now", emulator.Add(new() { State = "processing", RunDuration = null }), Part.ByFilter);
        Add("succeeded earlier", emulator.Add(new() { State = "succeeded" }));
        Add("canceled earlier", emulator.Add(new() { State = "canceled", CanceledBy = 0 }));
        Add("an unknown uid", 4_000_000_000);
        Add("finishes as the cancel lands", emulator.Add(new() { IndexUid = "books", RunDuration = null }), Part.Racer);
        Add("movies, enqueued", emulator.Add(new() { RunDuration = null }), Part.ByFilter);
        Add("movies, settings, enqueued", emulator.Add(new() { Kind = "settingsUpdate", RunDuration = null }), Part.ByFilter);

        var options = new MeilisearchTaskClientOptions { ApiKey = Key };
        options.UseTimeProvider(clock);
        client = new MeilisearchTaskClient(emulator.CreateClient(), options);
    }

    internal override TaskClient Client => client;

    internal override TaskFilter Filter => new() { Scopes = ["movies"] };

    internal static TaskClient Connect(Uri endpoint) => new MeilisearchTaskClient(new MeilisearchTaskClientOptions
    {
        Endpoint = endpoint,
        Credential = Environment.GetEnvironmentVariable("MEILISEARCH_API_KEY") is { Length: > 0 } key ? MeilisearchCredential.ApiKey(key) : MeilisearchCredential.None,
    });

    internal override string? Record(TaskId id) => emulator.Rows.SingleOrDefault(row => row.Id == Uid(id))?.State;

    internal override bool Agrees(CancellationVerdict verdict, string? record) => verdict switch
    {
        CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => record == "canceled",
        CancellationVerdict.CompletedFirst => record is "succeeded" or "failed",
        CancellationVerdict.StillRunning => record is "enqueued" or "processing",
        CancellationVerdict.NotFound => record is null,
        _ => false,
    };

    internal override void FinishAsTheCancelLands(TaskId id) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        emulator.Finish(Uid(id));
    };

    public override void Dispose()
    {
        client.Dispose();
        emulator.Dispose();
    }

    private static long Uid(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);
}
