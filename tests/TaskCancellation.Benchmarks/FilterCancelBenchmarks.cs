using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Benchmarks;

/// <summary>One Elasticsearch cancel at the server whose reply names so many tasks, beside the same request by a bare HTTP client that reads nothing but whether each was flagged.</summary>
[MemoryDiagnoser]
public partial class FilterCancelBenchmarks : IDisposable
{
    private const string Kind = "indices:data/write/reindex";
    private static readonly TaskFilter Reindexes = new() { Kinds = [Kind] };
    private static readonly CancelOptions AtServer = new() { Selection = CancelSelection.ServerSide };
    private HttpClient http = null!;
    private ElasticsearchTaskClient client = null!;

    [Params(1, 100, 10_000)]
    public int Tasks { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var tasks = string.Join(',', Enumerable.Range(1, Tasks).Select(TaskOf));
        var cancel = """{"nodes":{"oTUltX4IQMOUUVeiohTt8A":{"name":"es-1","transport_address":"10.0.0.1:9300","host":"10.0.0.1","ip":"10.0.0.1:9300","roles":["data","ingest"],"tasks":{""" + tasks + "}}}}";
        http = new HttpClient(new CannedService(HttpStatusCode.OK, _ => cancel)) { BaseAddress = new Uri("https://canned.test") };
        client = new ElasticsearchTaskClient(http, new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None });
    }

    public void Dispose()
    {
        http.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public async Task<int> BareHttpClient()
    {
        using var reply = await http.PostAsync(new Uri("/_tasks/_cancel?actions=indices%3Adata%2Fwrite%2Freindex", UriKind.Relative), null);
        reply.EnsureSuccessStatusCode();
        var body = await JsonSerializer.DeserializeAsync(await reply.Content.ReadAsStreamAsync(), BareJson.Default.BareReply);
        return body!.Nodes!.Values.Sum(node => node.Tasks!.Values.Count(task => task.Cancelled));
    }

    [Benchmark]
    public async Task<int> CancelAtServer()
    {
        var operation = await client.CancelAsync(Reindexes, AtServer);
        return operation.Accepted.Count(CancellationVerdict.Accepted);
    }

    [Benchmark]
    public ValueTask<int> ListByFilter() => client.ListAsync(Reindexes).CountAsync();

    private static string TaskOf(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        "oTUltX4IQMOUUVeiohTt8A:{{number}}":{"node":"oTUltX4IQMOUUVeiohTt8A","id":{{number}},"type":"transport","action":"indices:data/write/reindex","start_time_in_millis":1758000000000,"running_time_in_nanos":5200000000,"cancellable":true,"cancelled":true,"headers":{} }
        """);

    internal sealed record BareReply([property: JsonPropertyName("nodes")] Dictionary<string, BareNode>? Nodes);

    internal sealed record BareNode([property: JsonPropertyName("tasks")] Dictionary<string, BareTask>? Tasks);

    internal sealed record BareTask([property: JsonPropertyName("node")] string Node, [property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("action")] string Action, [property: JsonPropertyName("cancelled")] bool Cancelled);

    [JsonSerializable(typeof(BareReply))]
    internal sealed partial class BareJson : JsonSerializerContext;
}
