using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Reading;

/// <summary>The table of Cloud Foundry: the state is the state, but for a failure whose reason is that the task was cancelled.</summary>
internal sealed partial class CloudFoundryReader : ServiceReader
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, TaskState> States = new(StringComparer.Ordinal)
    {
        ["PENDING"] = TaskState.Pending,
        ["RUNNING"] = TaskState.Running,
        ["CANCELING"] = TaskState.Canceling,
        ["SUCCEEDED"] = TaskState.Succeeded,
        ["FAILED"] = TaskState.Failed,
    };

    internal override string EmptyPage => """{"pagination":{"total_results":0,"total_pages":1,"first":null,"last":null,"next":null,"previous":null},"resources":[]}""";

    internal override string SymbolPattern => @"\{(?<name>[a-z]+[0-9]*(?:[-:+.][^{}""\s]*)?)\}";

    internal override string AnyId => Guid.Empty.ToString();

    internal override JsonNode? ValueOf(string symbol) => symbol switch
    {
        _ when Seconds().Match(symbol) is { Success: true } at => Text(Start.AddSeconds(long.Parse(at.Groups[1].ValueSpan, CultureInfo.InvariantCulture))),
        "now" => Text(Start),
        "api" => "https://api.example.com",
        _ when symbol.Contains(':', StringComparison.Ordinal) => StableGuid(symbol),
        _ => symbol,
    };

    internal override TaskClient CreateClient(HttpMessageHandler handler, TimeProvider clock)
    {
        var options = new CloudFoundryTaskClientOptions { Endpoint = new Uri("https://api.example.com"), Credential = CloudFoundryCredential.AccessToken("token") };
        options.UseTimeProvider(clock);
        return new CloudFoundryTaskClient(new HttpClient(handler), options);
    }

    internal override JsonNode? TaskIn(RecordedStep step, JsonNode reply) =>
        reply is JsonObject task && task.ContainsKey("guid") && task.ContainsKey("sequence_id") ? task : null;

    internal override IReadOnlyList<JsonNode>? TasksIn(RecordedStep step, JsonNode reply) =>
        reply is JsonObject page && page["resources"] is JsonArray { Count: > 0 } tasks && tasks.All(one => TaskIn(step, one!) is not null)
            ? [.. tasks.Select(one => one!)]
            : null;

    internal override ExpectedRead Expect(JsonNode task, bool isListed)
    {
        var state = task["state"]!.GetValue<string>();
        var reason = task["result"]?["failure_reason"]?.GetValue<string>();
        return new ExpectedRead
        {
            Id = task["guid"]!.GetValue<string>(),
            State = state == "FAILED" && reason == "task was cancelled" ? TaskState.Canceled : States.GetValueOrDefault(state),
            EnqueuedAt = DateTimeOffset.Parse(task["created_at"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            HasFailure = !string.IsNullOrEmpty(reason),
            IsEndUnknown = state == "FAILED" && reason is (null or "" or "Unable to determine completion status"),
        };
    }

    internal override string? CodeOf(JsonNode? reply) =>
        reply is not JsonObject body ? null
        : body["errors"] is JsonArray { Count: > 0 } errors ? errors[0]?["code"]?.ToString()
        : body["error_code"] is not null ? body["code"]?.ToString()
        : null;

    internal override bool SaysNotFound(int status, string? code) => status == 404 && code == "10010";

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string StableGuid(string text) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString("D");

    [GeneratedRegex(@"\At([+-]\d+)(?:\|.*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Seconds();
}
