using System.Globalization;
using System.Net;
using System.Text;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Serving;

/// <summary>Topaz with so many jobs that wait: takes every cancel, and lists by a cursor.</summary>
internal sealed class TopazService(int jobs) : IResponder
{
    public CannedReply Respond(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> body)
    {
        if (method.SequenceEqual("DELETE"u8))
        {
            return CannedReply.NoContent;
        }

        var from = (int)Query.Number(target, "cursor="u8, 0);
        var count = (int)Math.Min(Query.Number(target, "limit="u8, 20), jobs - from);
        var page = new StringBuilder("{\"data\":[");
        for (var at = 0; at < count; at++)
        {
            page.Append(at > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""
                {"process_id":"{{CloudFoundryReplies.GuidOf(from + at)}}","filename":"photo.jpg","status":"Pending","category":"Enhance","model_type":"Standard","model":"Standard V2","progress":0,"creation_time":1772352000,"modification_time":1772352001,"output_format":"jpeg","credits":1}
                """);
        }

        var next = from + count < jobs ? (from + count).ToString(CultureInfo.InvariantCulture) : null;
        return CannedReply.Json(HttpStatusCode.OK, page.Append(CultureInfo.InvariantCulture, $$"""],"pagination":{"has_next_page":{{(next is null ? "false" : "true")}},"next_cursor":{{(next is null ? "null" : $"\"{next}\"")}} } }""").ToString());
    }
}
