using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>What Elasticsearch 9 answers, and how it is reached.</summary>
internal static class ElasticsearchReplies
{
    internal const string Key = "YmVuY2g6bWFyaw==";

    /// <summary>The id of the first task of each reply.</summary>
    internal const string FirstId = Node + ":1";

    private const string Node = "oTUltX4IQMOUUVeiohTt8A";

    private const string Details = """
        "status":{"total":1000,"updated":0,"created":5,"deleted":0,"batches":1,"version_conflicts":0,"noops":0,"retries":{"bulk":0,"search":0},"throttled_millis":0,"requests_per_second":1.0,"throttled_until_millis":4980},"description":"reindex from [products-2025] to [products-2026]",
        """;

    /// <summary>The list; a detailed one has a status and a description of each task.</summary>
    internal static CannedReply List(int count, bool isDetailed) => Reply($$"""{"tasks":[{{Join(count, number => Task(number, isCancelled: false, isDetailed ? Details : ""))}}]}""");

    /// <summary>The reply to a cancel, which gives no details.</summary>
    internal static CannedReply Canceled(int count) => Reply(
        $$"""{"nodes":{"{{Node}}":{"name":"es-1","transport_address":"10.0.0.1:9300","host":"10.0.0.1","ip":"10.0.0.1:9300","roles":["data","data_content","ingest","master"],"tasks":{"""
        + Join(count, number => $"\"{Node}:{number}\":{Task(number, isCancelled: true, "")}") + "}}}}");

    internal static AuthenticationHeaderValue Authorization() => new("ApiKey", Key);

    internal static ElasticsearchTaskClient Connect(HttpClient? http, Uri root)
    {
        var options = new ElasticsearchTaskClientOptions { Endpoint = root, AllowInsecureHttp = true, Credential = ElasticsearchCredential.ApiKey(Key) };
        return http is null ? new ElasticsearchTaskClient(options) : new ElasticsearchTaskClient(http, options);
    }

    private static CannedReply Reply(string body) => CannedReply.Json(HttpStatusCode.OK, body) with { Product = "Elasticsearch" };

    private static string Join(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(1, count).Select(item));

    private static string Task(int number, bool isCancelled, string details) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"node":"{{Node}}","id":{{number}},"type":"transport","action":"indices:data/write/reindex",{{details}}"start_time_in_millis":{{1_758_000_000_000 + number}},"running_time_in_nanos":5200000000,"cancellable":true,"cancelled":{{(isCancelled ? "true" : "false")}},"headers":{"X-Opaque-Id":"nightly"} }
        """);
}

internal sealed record ElasticsearchList
{
    public List<ElasticsearchTask>? Tasks { get; set; }
}

internal sealed record ElasticsearchCanceled
{
    public Dictionary<string, ElasticsearchNode>? Nodes { get; set; }
}

internal sealed record ElasticsearchNode
{
    public Dictionary<string, ElasticsearchTask>? Tasks { get; set; }
}

internal sealed record ElasticsearchTask
{
    public string? Node { get; set; }

    public long Id { get; set; }

    public string? Type { get; set; }

    public string? Action { get; set; }

    public string? Description { get; set; }

    public long StartTimeInMillis { get; set; }

    public long RunningTimeInNanos { get; set; }

    public bool? Cancellable { get; set; }

    public bool? Cancelled { get; set; }

    public string? ParentTaskId { get; set; }

    public Dictionary<string, string>? Headers { get; set; }

    public ElasticsearchStatus? Status { get; set; }
}

internal sealed record ElasticsearchStatus
{
    public long Total { get; set; }

    public long Updated { get; set; }

    public long Created { get; set; }

    public long Deleted { get; set; }

    public long Batches { get; set; }

    public long VersionConflicts { get; set; }

    public long Noops { get; set; }

    public ElasticsearchRetries? Retries { get; set; }

    public long ThrottledMillis { get; set; }

    public double RequestsPerSecond { get; set; }

    public long ThrottledUntilMillis { get; set; }
}

internal sealed record ElasticsearchRetries
{
    public long Bulk { get; set; }

    public long Search { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ElasticsearchList))]
[JsonSerializable(typeof(ElasticsearchCanceled))]
internal sealed partial class ElasticsearchJson : JsonSerializerContext;
