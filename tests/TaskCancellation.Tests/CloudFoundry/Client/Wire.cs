using System.Text.Json;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>Replies as they come over the wire.</summary>
internal static class Wire
{
    internal const string Guid = "0b6e4c1e-6f0a-4b0c-9b36-1d1f0c2a7e11";
    internal const string App = "c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01";

    internal static string Fixture(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "CloudFoundry", "Fixtures", name));

    internal static EmulatedReply FromFixture(int status, string name) => EmulatedReply.Json(status, Fixture(name));

    internal static EmulatedReply Error(int status, int code, string title, string detail) => EmulatedReply.Json(status, ErrorBody(code, title, detail));

    internal static string ErrorBody(int code, string title, string detail) =>
        $$"""{"errors":[{"detail":{{Text(detail)}},"title":{{Text(title)}},"code":{{code}}}]}""";

    internal static string Task(string guid = Guid, string? state = "RUNNING", string? reason = null, string createdAt = "2026-01-01T00:00:00Z", string? app = App, string name = "report", string updatedAt = "2026-01-01T00:00:00Z", int sequenceId = 1, string labels = "{}") =>
        $$"""{"guid":{{Text(guid)}},"created_at":{{Text(createdAt)}},"updated_at":{{Text(updatedAt)}},"sequence_id":{{sequenceId}},"name":{{Text(name)}},"state":{{Text(state)}},"result":{"failure_reason":{{Text(reason)}} },"metadata":{"labels":{{labels}} },"relationships":{"app":{"data":{"guid":{{Text(app)}} } } } }""";

    internal static EmulatedReply TaskReply(int status, string guid = Guid, string? state = "RUNNING", string? reason = null) => EmulatedReply.Json(status, Task(guid, state, reason));

    internal static EmulatedReply Page(string? next, params string[] tasks) =>
        EmulatedReply.Json(200, "{\"pagination\":{\"total_results\":999,\"total_pages\":1,\"next\":" + (next is null ? "null" : "{\"href\":" + Text(next) + "}") + "},\"resources\":[" + string.Join(',', tasks) + "]}");

    internal static string Text(string? text) => text is null ? "null" : JsonSerializer.Serialize(text);
}
