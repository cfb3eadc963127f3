using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Reading;

/// <summary>The table of Elasticsearch and OpenSearch: a running task is flagged or not; of an ended one the stored result says how it ended.</summary>
internal sealed partial class ElasticsearchReader : ServiceReader
{
    private const string Node = "oTUltX4IQMOUUVeiohTt8A";
    private const long Millis = 1_795_691_575_078;

    /// <summary>Numbers of tasks that nobody speaks of again; no two tasks of a list have the same.</summary>
    private int numbers;

    internal override string EmptyPage => """{"tasks":[]}""";

    internal override string SymbolPattern => @"\$\{(?<name>[^}]+)\}";

    internal override string AnyId => Node + ":1";

    internal override JsonNode? ValueOf(string symbol) => symbol switch
    {
        "millis" => Millis,
        "nanos" => 1_500_000_000,
        "int" => 7,
        "number" => ++numbers,
        "iso" or "date" => "2026-11-26T11:12:55.078Z",
        "duration" => "1.5s",
        _ when symbol.StartsWith("address:", StringComparison.Ordinal) => symbol["address:".Length..],
        _ when NodeName().IsMatch(symbol) => Node + NodeName().Match(symbol).Groups[1].Value,
        _ when symbol.EndsWith(".number", StringComparison.Ordinal) => Number(symbol[..^".number".Length]),
        "hash" or "stack" or "index_uuid" or "cluster_uuid" or "host" => symbol,
        _ => $"{Node}:{Number(symbol)}",
    };

    internal override TaskClient CreateClient(HttpMessageHandler handler, TimeProvider clock)
    {
        var options = new ElasticsearchTaskClientOptions { Endpoint = new Uri("http://localhost:9200"), Credential = ElasticsearchCredential.None };
        options.UseTimeProvider(clock);
        return new ElasticsearchTaskClient(new HttpClient(handler), options);
    }

    internal override JsonNode? TaskIn(RecordedStep step, JsonNode reply) =>
        reply is JsonObject body && body["completed"] is not null && body["task"] is JsonObject task && task.ContainsKey("action") ? body : null;

    /// <summary>Lists by node and flat ones, as the client asks for; what is grouped by parents nests.</summary>
    internal override IReadOnlyList<JsonNode>? TasksIn(RecordedStep step, JsonNode reply)
    {
        if (reply is not JsonObject body || body.ContainsKey("node_failures") || body.ContainsKey("task_failures"))
        {
            return null;
        }

        var tasks = body["nodes"] is JsonObject nodes ? nodes.SelectMany(node => (node.Value?["tasks"] as JsonObject ?? []).Select(task => task.Value!)).ToList()
            : body["tasks"] is JsonArray flat ? [.. flat.Select(task => task!)]
            : [];
        return tasks.Count > 0 && tasks.TrueForAll(task => task is JsonObject one && one.ContainsKey("action") && one.ContainsKey("node")) ? tasks : null;
    }

    internal override ExpectedRead Expect(JsonNode task, bool isListed)
    {
        var info = isListed ? task : task["task"]!;
        var isCompleted = !isListed && task["completed"]!.GetValue<bool>();
        var (state, code, isKnown) = isCompleted ? End(task) : (IsFlagged(info) ? TaskState.Canceling : TaskState.Running, null, true);
        return new ExpectedRead
        {
            Id = $"{info["node"]}:{info["id"]}",
            State = state,
            Kind = info["action"]!.GetValue<string>(),
            StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(info["start_time_in_millis"]!.GetValue<long>()),
            HasFailure = code is not null,
            FailureCode = code,
            IsEndUnknown = !isKnown,
        };
    }

    internal override string? CodeOf(JsonNode? reply) => (reply as JsonObject)?["error"] switch
    {
        JsonObject error => error["type"]?.GetValue<string>(),
        JsonValue text when ExceptionName().Match(text.ToString()) is { Success: true } name => SnakeCase(name.Groups[1].Value),
        _ => null,
    };

    internal override bool SaysNotFound(int status, string? code) => status == 404 && code == "resource_not_found_exception";

    private static (TaskState State, string? Code, bool IsKnown) End(JsonNode task)
    {
        if (task["error"] is JsonObject error)
        {
            return (Mentions(error, "task_cancelled_exception") ? TaskState.Canceled : TaskState.Failed, error["type"]!.GetValue<string>(), true);
        }

        if (task["response"] is not JsonObject response)
        {
            return (TaskState.Unknown, null, false);
        }

        var slices = response["slices"] as JsonArray ?? [];
        return response["canceled"] is not null || (slices.Count > 0 && Slices(response, "canceled").Count() == slices.Count) ? (TaskState.Canceled, null, true)
            : HasFailures(response) ? (TaskState.Failed, FirstFailure(response), true)
            : Slices(response, "canceled").Any() ? (TaskState.Failed, "canceled", true)
            : (TaskState.Succeeded, null, true);
    }

    private static bool HasFailures(JsonObject response) =>
        response["failures"] is JsonArray { Count: > 0 } || (response["timed_out"] as JsonValue)?.TryGetValue(out bool timedOut) == true && timedOut;

    private static string? FirstFailure(JsonObject response) => (response["failures"] as JsonArray)?[0]?["cause"]?["type"]?.GetValue<string>();

    private static IEnumerable<JsonNode> Slices(JsonObject response, string member) =>
        (response["slices"] as JsonArray ?? []).OfType<JsonObject>().Where(slice => slice[member] is not null);

    private static bool IsFlagged(JsonNode info) => info["cancelled"] is JsonValue flag && flag.GetValue<bool>();

    private static bool Mentions(JsonNode? node, string type) => node switch
    {
        JsonObject one => one.Any(member => member is { Key: "type", Value: JsonValue value } ? value.ToString() == type : Mentions(member.Value, type)),
        JsonArray many => many.Any(one => Mentions(one, type)),
        _ => false,
    };

    private static int Number(string symbol) => (int)(symbol.Aggregate(17u, (hash, letter) => (hash * 31) + letter) % 1_000_000);

    private static string SnakeCase(string name) => WordStart().Replace(name, match => (match.Index == 0 ? "" : "_") + match.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();

    [GeneratedRegex(@"\A(?:.*\.)?node(\d*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NodeName();

    [GeneratedRegex(@"\A(?:Elasticsearch|OpenSearch)?([A-Z]\w*Exception)\[", RegexOptions.CultureInvariant)]
    private static partial Regex ExceptionName();
}
