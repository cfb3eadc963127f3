using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Serving;

/// <summary>Veeva Vault with so many jobs that have not ended: takes every cancel, and lists them all as monitors.</summary>
internal sealed class VaultService(int jobs) : IResponder
{
    public CannedReply Respond(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> body) =>
        method.SequenceEqual("POST"u8) ? Cancel(body) : Page(target);

    // [{"job_id":1},{"job_id":2}]
    private static CannedReply Cancel(ReadOnlySpan<byte> body)
    {
        var reply = new ArrayBufferWriter<byte>(body.Length * 4);
        reply.Write("""{"responseStatus":"SUCCESS","data":["""u8);
        for (var isFirst = true; body.IndexOfAnyInRange((byte)'0', (byte)'9') is >= 0 and var start; isFirst = false)
        {
            body = body[start..];
            var digits = body.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            reply.Write(isFirst ? """{"responseStatus":"SUCCESS","data":{"id":"""u8 : """,{"responseStatus":"SUCCESS","data":{"id":"""u8);
            reply.Write(body[..digits]);
            reply.Write("}}"u8);
            body = body[digits..];
        }

        reply.Write("]}"u8);
        return new CannedReply(HttpStatusCode.OK, reply.WrittenSpan.ToArray());
    }

    private CannedReply Page(ReadOnlySpan<byte> target)
    {
        var (limit, offset) = (Query.Number(target, "limit="u8, 50), Query.Number(target, "offset="u8, 0));
        var all = target.IndexOf("/monitors"u8) >= 0 ? jobs : 0;
        var count = (int)Math.Clamp(all - offset, 0, limit);
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $$"""{"responseStatus":"SUCCESS","responseMessage":"OK","responseDetails":{"total":{{all}},"limit":{{limit}},"offset":{{offset}}},"jobs":[""");
        for (var number = 0; number < count; number++)
        {
            page.Append(number > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""{"job_id":{{1 + offset + number}},"title":"Binder export","status":"QUEUED","created_by":{{1_006_595}},"created_date":"2026-03-01T08:00:00.000Z","modified_by":1006595,"modified_date":"2026-03-01T08:00:01.000Z","run_start_date":"2026-03-01T08:05:00.000Z"}""");
        }

        return CannedReply.Json(HttpStatusCode.OK, page.Append("]}").ToString());
    }
}
