using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>GET /tasks, page by page, newest first. Right for keys restricted to some indexes as well, whose pages come short although more follows.</summary>
internal sealed class MeilisearchPager(TaskHttpPipeline pipeline)
{
    internal const string From = "from";

    internal static string Path(string path, IEnumerable<FilterParameter> parameters) =>
        parameters.Aggregate(new QueryString(), (query, one) => query.AddList(one.Name, one.Value.Split(','))).AppendTo(path);

    internal async IAsyncEnumerable<TaskSnapshot> ReadAsync(
        IReadOnlyList<FilterParameter> parameters, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limit = (long)options.PageSize!.Value;
        var seen = 0L;
        var from = parameters.FirstOrDefault(one => one.Name == From)?.Value;
        FilterParameter[] fixedOnes = [.. parameters.Where(one => one.Name != From)];
        while (true)
        {
            if (await TryReadPageAsync(fixedOnes, limit, from, options, cancellationToken).ConfigureAwait(false) is not { } page)
            {
                limit /= 2;
                continue;
            }

            foreach (var task in page.Results)
            {
                yield return task;
            }

            seen += page.Results.Count;
            if (page.Next is { } next)
            {
                from = Text(next);
            }
            else if (page.Results is [.., var last])
            {
                // The server cuts a page before it hides tasks from the key: a short page is the last only if nothing was hidden. Before 1.3 it does not say how many there are.
                var uid = long.Parse(last.Id.Value, CultureInfo.InvariantCulture);
                if (seen >= page.Total || uid == 0)
                {
                    yield break;
                }

                from = Text(uid - 1);
            }
            else if (limit < page.Total)
            {
                // Everything on this page was hidden, and with it where the next begins: take all the rest at once.
                limit = page.Total.Value;
            }
            else
            {
                yield break;
            }
        }
    }

    // Null: the page is longer than a reply may be, and half of it may not be. Settings and filters make tasks of any length.
    private async Task<(IReadOnlyList<TaskSnapshot> Results, long? Total, long? Next)?> TryReadPageAsync(
        IReadOnlyList<FilterParameter> parameters, long limit, string? from, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPageAsync(parameters, limit, from, options, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException tooLong) when (tooLong.InnerException is ReplyTooLargeException && limit > 1)
        {
            return null;
        }
    }

    private async Task<(IReadOnlyList<TaskSnapshot> Results, long? Total, long? Next)> ReadPageAsync(
        IReadOnlyList<FilterParameter> parameters, long limit, string? from, ReadOptions options, CancellationToken cancellationToken)
    {
        List<FilterParameter> query = [.. parameters, new FilterParameter("limit", Text(limit))];
        if (from is not null)
        {
            query.Add(new FilterParameter(From, from));
        }

        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(Path("tasks", query), options), cancellationToken).ConfigureAwait(false);
        if (!options.KeepRaw)
        {
            var page = reply.Read(MeilisearchJson.Default.MeilisearchPageMeilisearchTaskReply);
            return ([.. page.Results.Select(task => MeilisearchSnapshots.From(task ?? throw NullTask(reply), default))], page.Total, page.Next);
        }

        var rawPage = reply.Read(MeilisearchJson.Default.MeilisearchPageJsonElement);
        return ([.. rawPage.Results.Select(element => FromElement(reply, element))], rawPage.Total, rawPage.Next);
    }

    private static TaskSnapshot FromElement(TaskHttpReply reply, JsonElement element)
    {
        try
        {
            var task = element.Deserialize(MeilisearchJson.Default.MeilisearchTaskReply) ?? throw NullTask(reply);
            return MeilisearchSnapshots.From(task, JsonMarshal.GetRawUtf8Value(element).ToArray());
        }
        catch (JsonException error)
        {
            throw reply.ProtocolError("A task of the list is not what the service documents.", error);
        }
    }

    private static TaskRequestException NullTask(TaskHttpReply reply) => reply.ProtocolError("A task of the list is null.");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
