using System.Text.Json;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>Replies as they come over the wire: all with the status 200.</summary>
internal static class Wire
{
    internal const string NotCancelable = "not found in QUEUED or QUEUEING state";

    internal static string Fixture(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "VeevaVault", "Fixtures", name));

    internal static EmulatedReply FromFixture(string name) => name.EndsWith(".xml", StringComparison.Ordinal) ? EmulatedReply.Text(200, Fixture(name), "application/xml") : EmulatedReply.Json(200, Fixture(name));

    internal static EmulatedReply Failure(string? type, string message = "Text of the day", string status = "FAILURE") =>
        EmulatedReply.Json(200, $$"""{"responseStatus":"{{status}}","errors":[{"type":{{JsonSerializer.Serialize(type)}},"message":{{JsonSerializer.Serialize(message)}} }]}""");

    internal static EmulatedReply Cancel(params string[] items) => EmulatedReply.Json(200, $$"""{"responseStatus":"SUCCESS","data":[{{string.Join(',', items)}}]}""");

    internal static string Taken(long id) => $$"""{"responseStatus":"SUCCESS","data":{"id":{{id}} } }""";

    internal static string Refused(string type = "INVALID_DATA", string message = NotCancelable) => $$"""{"responseStatus":"FAILURE","errors":{"type":"{{type}}","message":"{{message}}"} }""";

    internal static EmulatedReply Job(long id, string status) => EmulatedReply.Json(200, $$"""{"responseStatus":"SUCCESS","data":{"id":{{id}},"status":"{{status}}","created_by":1,"created_date":"2026-01-05T08:00:00.000Z"} }""");

    internal static string Row(long id, string status, string title = "Nightly Sync", long createdBy = 1, string? runStart = null, string? runEnd = null) =>
        $$"""{"job_id":{{id}},"title":"{{title}}","status":"{{status}}","created_by":{{createdBy}},"created_date":"2026-01-05T08:00:00.000Z","run_start_date":{{JsonSerializer.Serialize(runStart)}},"run_end_date":{{JsonSerializer.Serialize(runEnd)}} }""";

    internal static EmulatedReply Page(long total, bool hasNext, params string[] rows) => EmulatedReply.Json(
        200, $$"""{"responseStatus":"SUCCESS","responseDetails":{"total":{{total}}{{(hasNext ? ",\"next_page\":\"https://elsewhere.test/steal\"" : "")}} },"jobs":[{{string.Join(',', rows)}}]}""");
}
