using System.Text;
using System.Text.Json.Nodes;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

/// <summary>A cluster of two nodes, a clock, and raw HTTP.</summary>
public abstract class EmulatorTest
{
    protected const string Search = "indices:data/read/search";
    protected const string Start = "1767225600000";

    protected VirtualClock Clock { get; private set; } = null!;

    protected ElasticsearchEmulator Emulator { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    [SetUp]
    public void StartEmulator()
    {
        Clock = TestClock.Create();
        Emulator = new ElasticsearchEmulator(Clock, nodes:
        [
            new() { Id = "nA1", Roles = ["data", "ingest"], Attributes = new Dictionary<string, string> { ["zone"] = "a" } },
            new() { Id = "nB2", Roles = ["master"] },
        ]) { ListsOwnTasks = false };
        Http = Emulator.CreateClient();
    }

    [TearDown]
    public void StopEmulator()
    {
        Http.Dispose();
        Emulator.Dispose();
    }

    protected void Play(string version, ElasticsearchFlavor flavor = ElasticsearchFlavor.Elasticsearch) => (Emulator.Flavor, Emulator.Version) = (flavor, version);

    protected void PlayOpenSearch(string version) => Play(version, ElasticsearchFlavor.OpenSearch);

    protected void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    protected Task<Answer> Get(string path, Action<HttpRequestMessage>? with = null) => Send(HttpMethod.Get, path, with: with);

    protected Task<Answer> Post(string path, string? json = null, Action<HttpRequestMessage>? with = null) => Send(HttpMethod.Post, path, json, with);

    protected Task<Answer> Cancel(string id, string query = "") => Post($"/_tasks/{id}/_cancel{query}");

    protected async Task<Answer> Send(HttpMethod method, string path, string? json = null, Action<HttpRequestMessage>? with = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        with?.Invoke(request);
        using var response = await Http.SendAsync(request, cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), headers);
    }

    protected static void AssertAnswer(Answer answer, int status, string body)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Body, Is.EqualTo(body));
            Assert.That(answer.Status, Is.EqualTo(status));
        }
    }

    /// <summary>The ids of the tasks in a reply of the flat shape, or of the shape by nodes.</summary>
    protected static string[] Ids(Answer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        return answer.Json["nodes"] is JsonObject nodes
            ? [.. nodes.SelectMany(node => node.Value!["tasks"]!.AsObject().Select(task => task.Key))]
            : [.. answer.Json["tasks"]!.AsArray().Select(task => $"{task!["node"]}:{task["id"]}")];
    }

    protected static string Error(int status, string type, string reason) =>
        $$"""{"error":{"root_cause":[{"type":"{{type}}","reason":"{{reason}}"}],"type":"{{type}}","reason":"{{reason}}"},"status":{{status}}}""";

    protected static string NodeFailure(string node, string type, string reason) =>
        $$$"""{"node_failures":[{"type":"failed_node_exception","reason":"Failed node [{{{node}}}]","node_id":"{{{node}}}","caused_by":{"type":"{{{type}}}","reason":"{{{reason}}}"}}],"nodes":{}}""";

    protected ElasticsearchRow Row(string id) => Emulator.Find(id) ?? throw new AssertionException($"There is no {id}.");

    protected string[] Flagged() => [.. Emulator.Rows.Where(row => row.IsCanceled).Select(row => row.Id)];

    protected sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;
    }
}
