using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Safety.Reuse;

/// <summary>A server whose database is reset: uids begin again.</summary>
internal sealed class ReusingMeilisearch : ReusingService
{
    private static readonly string[] Kinds = ["documentAdditionOrUpdate", "settingsUpdate"];
    private readonly MeilisearchEmulator server;
    private readonly HttpClient http;
    private readonly MeilisearchTaskClient client;

    internal ReusingMeilisearch()
    {
        server = new MeilisearchEmulator(Clock) { Version = "1.50" };
        http = server.CreateClient();
        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
        options.UseTimeProvider(Clock);
        client = new MeilisearchTaskClient(http, options);
    }

    internal override TaskClient Client => client;

    internal override TaskFilter Filter { get; } = new() { Scopes = ["movies"] };

    internal override void After(TimeSpan delay, Action act) => server.After(delay, act);

    internal override void Reset() => server.ResetDatabase();

    internal override bool IsHit(TaskId foreign) => server.Find(long.Parse(foreign.Value, CultureInfo.InvariantCulture))!.CanceledBy is not null;

    public override void Dispose()
    {
        client.Dispose();
        http.Dispose();
        server.Dispose();
    }

    protected override TaskId Add(Random random, TaskId? taken) =>
        server.Add(new() { Kind = Kinds[random.Next(Kinds.Length)], RunDuration = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(1, 90)) : null });
}
