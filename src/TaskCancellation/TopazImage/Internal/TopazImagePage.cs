using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>One reply of a list, in either of its two shapes: a page with its place in the list, or a bare array, which is the whole list.</summary>
/// <param name="Tasks">The jobs.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
internal sealed record TopazImagePage(IReadOnlyList<TaskSnapshot> Tasks, string? Next)
{
    private static readonly JobPagination Last = new() { HasNextPage = false };

    internal static TopazImagePage Read(TaskHttpReply reply, bool keepRaw)
    {
        if (!keepRaw)
        {
            var page = Read(reply, TopazImageJson.Default.Page, TopazImageJson.Default.Array);
            return new TopazImagePage([.. page.Data.Select(job => TopazImageSnapshots.From(job ?? throw NullJob(reply), reply.ServerNow))], NextOf(reply, page.Pagination));
        }

        var rawPage = Read(reply, TopazImageJson.Default.RawPage, TopazImageJson.Default.RawArray);
        return new TopazImagePage([.. rawPage.Data.Select(json => FromJson(reply, json))], NextOf(reply, rawPage.Pagination));
    }

    private static JobPage<T> Read<T>(TaskHttpReply reply, JsonTypeInfo<JobPage<T>> page, JsonTypeInfo<List<T>> array) =>
        reply.Body.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..]
            ? new JobPage<T> { Data = [.. reply.Read(array)], Pagination = Last }
            : reply.Read(page);

    // A list that breaks off would pass for a short one.
    private static string? NextOf(TaskHttpReply reply, JobPagination pagination) =>
        !pagination.HasNextPage ? null
        : string.IsNullOrEmpty(pagination.NextCursor) ? throw reply.ProtocolError("The list goes on, and does not say where.")
        : pagination.NextCursor;

    private static TaskSnapshot FromJson(TaskHttpReply reply, JsonElement json)
    {
        try
        {
            var job = json.Deserialize(TopazImageJson.Default.JobStatus) ?? throw NullJob(reply);
            return TopazImageSnapshots.From(job, reply.ServerNow, JsonMarshal.GetRawUtf8Value(json).ToArray());
        }
        catch (JsonException error)
        {
            throw reply.ProtocolError("The list holds a job that is not the JSON the service documents.", error);
        }
    }

    private static TaskRequestException NullJob(TaskHttpReply reply) => reply.ProtocolError("The list holds a null where a job is due.");
}
