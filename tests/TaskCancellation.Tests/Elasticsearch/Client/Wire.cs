using System.Text.Json;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Replies as they come over the wire.</summary>
internal static class Wire
{
    internal const string Id = "nA1:88";
    internal const string Reindex = "indices:data/write/reindex";
    internal const long StartMillis = 1758000000000;

    internal static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(StartMillis);

    internal static string Fixture(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Elasticsearch", "Fixtures", name));

    internal static EmulatedReply FromFixture(int status, string name) => EmulatedReply.Json(status, Fixture(name));

    internal static EmulatedReply Ok(string json) => EmulatedReply.Json(200, json);

    /// <summary>A task; null leaves a member out.</summary>
    internal static string Task(string id = Id, string action = Reindex, bool? cancelled = false, bool cancellable = true, string? parent = null, string? opaqueId = null, long start = StartMillis, string more = "")
    {
        var parts = id.Split(':');
        return $$"""{"node":"{{parts[0]}}","id":{{parts[1]}},"type":"transport","action":{{Text(action)}},"start_time_in_millis":{{start}},"running_time_in_nanos":1234567,"cancellable":{{Bool(cancellable)}}{{(cancelled is { } flag ? $",\"cancelled\":{Bool(flag)}" : "")}}{{(parent is null ? "" : $",\"parent_task_id\":{Text(parent)}")}},"headers":{{Headers(opaqueId)}}{{more}} }""";
    }

    internal static EmulatedReply List(params string[] tasks) => Ok($$"""{"tasks":[{{string.Join(',', tasks)}}]}""");

    /// <summary>The reply to a cancel that names one task.</summary>
    internal static EmulatedReply Named(string task) => Ok("{\"nodes\":{\"nA1\":{\"tasks\":{\"" + Id + "\":" + task + "}}}}");

    internal static EmulatedReply Running(string task) => Ok("{\"completed\":false,\"task\":" + task + "}");

    internal static EmulatedReply Stored(string result, string? task = null) => Ok("{\"completed\":true,\"task\":" + (task ?? Task()) + (result.Length == 0 ? "" : "," + result) + "}");

    internal static EmulatedReply NodeFailure(string type, string reason = "some words") =>
        Ok($$"""{"node_failures":[{"type":"failed_node_exception","reason":"Failed node [nA1]","node_id":"nA1","caused_by":{"type":"{{type}}","reason":{{Text(reason)}} } }],"nodes":{} }""");

    internal static EmulatedReply TaskFailure(string type, string status = "INTERNAL_SERVER_ERROR") =>
        Ok($$"""{"task_failures":[{"task_id":88,"node_id":"nA1","status":"{{status}}","reason":{"type":"{{type}}","reason":"some words"} }],"nodes":{} }""");

    internal static EmulatedReply Error(int status, string type, string reason = "some words") =>
        EmulatedReply.Json(status, $$"""{"error":{"root_cause":[{"type":"{{type}}","reason":{{Text(reason)}} }],"type":"{{type}}","reason":{{Text(reason)}} },"status":{{status}} }""");

    internal static EmulatedReply NotThere() => FromFixture(404, "get-404.json");

    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static string Headers(string? opaqueId) => opaqueId is null ? "{}" : "{\"X-Opaque-Id\":" + Text(opaqueId) + "}";

    private static string Bool(bool value) => value ? "true" : "false";
}
