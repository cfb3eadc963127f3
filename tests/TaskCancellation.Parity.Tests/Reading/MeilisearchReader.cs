using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TaskCancellation.Meilisearch;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Reading;

/// <summary>The table of Meilisearch: a task's status says its state, its error its failure.</summary>
internal sealed partial class MeilisearchReader : ServiceReader
{
    private static readonly Dictionary<string, TaskState> States = new(StringComparer.Ordinal)
    {
        ["enqueued"] = TaskState.Pending,
        ["processing"] = TaskState.Running,
        ["succeeded"] = TaskState.Succeeded,
        ["failed"] = TaskState.Failed,
        ["canceled"] = TaskState.Canceled,
    };

    internal override string EmptyPage => """{"results":[],"total":0,"limit":20,"from":null,"next":null}""";

    internal override string SymbolPattern => "";

    internal override string AnyId => "1";

    internal override JsonNode? ValueOf(string symbol) => null;

    internal override TaskClient CreateClient(HttpMessageHandler handler, TimeProvider clock)
    {
        var options = new MeilisearchTaskClientOptions { Endpoint = new Uri("http://localhost:7700"), Credential = MeilisearchCredential.None };
        options.UseTimeProvider(clock);
        return new MeilisearchTaskClient(new HttpClient(handler), options);
    }

    internal override JsonNode? TaskIn(RecordedStep step, JsonNode reply) =>
        reply is JsonObject task && task.ContainsKey("uid") && task.ContainsKey("status") && task.ContainsKey("enqueuedAt") ? task : null;

    internal override IReadOnlyList<JsonNode>? TasksIn(RecordedStep step, JsonNode reply) =>
        step.Method == "GET" && reply is JsonObject page && page["results"] is JsonArray results && results.All(one => one is JsonObject task && TaskIn(step, task) is not null) && results.Count > 0
            ? [.. results.Select(one => one!)]
            : null;

    internal override ExpectedRead Expect(JsonNode task, bool isListed) => new()
    {
        Id = task["uid"]!.ToString(),
        State = States[task["status"]!.GetValue<string>()],
        Kind = task["type"]!.GetValue<string>(),
        EnqueuedAt = Instant(task["enqueuedAt"]),
        StartedAt = Instant(task["startedAt"]),
        FinishedAt = Instant(task["finishedAt"]),
        HasFailure = task["error"] is not null,
        FailureCode = task["error"]?["code"]?.GetValue<string>(),
    };

    internal override string? CodeOf(JsonNode? reply) => reply is JsonObject error && error["message"] is not null ? error["code"]?.GetValue<string>() : null;

    internal override bool SaysNotFound(int status, string? code) => status == 404 && code == "task_not_found";

    /// <summary>The server writes nanoseconds; what is below a tick is cut off, never rounded up.</summary>
    private static DateTimeOffset? Instant(JsonNode? text) =>
        text is null ? null : DateTimeOffset.Parse(BelowTick().Replace(text.GetValue<string>(), "$1"), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\.\d{7})\d+", RegexOptions.CultureInvariant)]
    private static partial Regex BelowTick();
}
