using System.Globalization;
using System.Net;
using System.Text;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Serving;

/// <summary>Meilisearch with so many tasks that wait: takes every cancel, and lists from the highest uid down.</summary>
/// <param name="tasks">How many.</param>
/// <param name="status">In which state.</param>
internal sealed class MeilisearchService(int tasks, string status = "enqueued") : IResponder
{
    public CannedReply Respond(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> body)
    {
        if (method.SequenceEqual("POST"u8))
        {
            return MeilisearchReplies.Taken;
        }

        if (target.IndexOf("/version"u8) >= 0)
        {
            return CannedReply.Json(HttpStatusCode.OK, """{"commitSha":"0","commitDate":"2026-10-01","pkgVersion":"1.50.0"}""");
        }

        var limit = Query.Number(target, "limit="u8, 20);
        var from = Query.Number(target, "from="u8, tasks - 1);
        var count = (int)Math.Min(limit, from + 1);
        var page = new StringBuilder("{\"results\":[");
        for (var at = 0; at < count; at++)
        {
            page.Append(at > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""
                {"uid":{{from - at}},"batchUid":null,"indexUid":"movies","status":"{{status}}","type":"documentAdditionOrUpdate","canceledBy":null,"details":{"receivedDocuments":900,"indexedDocuments":null},"error":null,"duration":null,"enqueuedAt":"2026-11-26T11:43:12.487916724Z","startedAt":null,"finishedAt":null}
                """);
        }

        var next = from - count >= 0 ? (from - count).ToString(CultureInfo.InvariantCulture) : "null";
        return CannedReply.Json(HttpStatusCode.OK, page.Append(CultureInfo.InvariantCulture, $$"""],"total":{{tasks}},"limit":{{limit}},"from":{{from}},"next":{{next}}}""").ToString());
    }
}
