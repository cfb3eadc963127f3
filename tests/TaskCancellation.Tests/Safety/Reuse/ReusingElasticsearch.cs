using System.Globalization;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Safety.Reuse;

/// <summary>A node that restarts: its id stays, its numbers begin again, and the records of ended tasks stay.</summary>
internal sealed class ReusingElasticsearch : ReusingService
{
    private static readonly string[] Actions = ["indices:data/write/reindex", "indices:data/write/delete/byquery"];
    private readonly ElasticsearchEmulator server;
    private readonly HttpClient http;
    private readonly ElasticsearchTaskClient client;

    internal ReusingElasticsearch()
    {
        server = new ElasticsearchEmulator(Clock);
        http = server.CreateClient();
        var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
        options.UseTimeProvider(Clock);
        client = new ElasticsearchTaskClient(http, options);
    }

    internal override TaskClient Client => client;

    internal override TaskFilter Filter { get; } = new() { Kinds = Actions };

    internal override void After(TimeSpan delay, Action act) => server.After(delay, act);

    internal override void Reset() => server.RestartNode(server.NodeIds[0]);

    internal override bool IsHit(TaskId foreign) => server.Find(foreign.Value)!.CancelCount > 0;

    public override void Dispose()
    {
        client.Dispose();
        http.Dispose();
        server.Dispose();
    }

    protected override TaskId Add(Random random, TaskId? taken)
    {
        var id = server.Add(new()
        {
            Number = taken is { } old ? long.Parse(old.Value.Split(':')[^1], CultureInfo.InvariantCulture) : null,
            Action = Actions[random.Next(Actions.Length)],
            RunDuration = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(1, 90)) : null,
            StoresResult = random.Next(2) == 0,
            CancelDelay = TimeSpan.FromSeconds(random.Next(0, 20)),
        });
        return id;
    }
}
