using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>POST /tasks/cancel: the request, the mark by which it is found again, and what its reply says.</summary>
internal static class MeilisearchCancel
{
    private const string Before = "beforeEnqueuedAt";
    private const string After = "afterEnqueuedAt";
    private const string Statuses = "statuses";
    private static readonly string[] Moving = [Statuses, "batchUids", "afterStartedAt", "beforeStartedAt"];

    internal static TaskHttpRequest ToRequest(CancelRequest request)
    {
        if (request.Filter is null)
        {
            // By ids, a repetition finds nothing left to do.
            return new TaskHttpRequest(HttpMethod.Post, MeilisearchPager.Path("tasks/cancel", [new FilterParameter("uids", string.Join(',', request.Targets.Select(target => target.Id.Value)))]), RetrySafety.Safe);
        }

        // By filter, a repetition would also catch what came in between.
        return new TaskHttpRequest(HttpMethod.Post, MeilisearchPager.Path("tasks/cancel", Marked(request)), RetrySafety.Unsafe);
    }

    internal static CancelReply ToReply(CancelRequest request, TaskId cancelation, DateTimeOffset? enqueuedAt)
    {
        var reply = CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { ServiceTask = cancelation, AcceptedAt = enqueuedAt };
        return request.Filter is null ? reply : reply with
        {
            Named = MeilisearchFilterTranslator.Translate(new MeilisearchTaskFilter { CanceledBy = [cancelation] }),
            Unfinished = Unfinished(request.Filter, cancelation),
        };
    }

    /// <summary>What the filter of a request holds and no other's does: the seconds of the bound that is marked.</summary>
    internal static string MarkOf(CancelRequest request) => Mark(request).Value.Split(':')[^1];

    private static IEnumerable<FilterParameter> Marked(CancelRequest request)
    {
        var mark = Mark(request);
        return request.Filter!.Parameters.Any(one => one.Name == mark.Name)
            ? request.Filter.Parameters.Select(one => one.Name == mark.Name ? mark : one)
            : request.Filter.Parameters.Append(mark);
    }

    // A bound before or after all tasks changes nothing, and has room for a number. Where both ends are taken, the number follows the nanoseconds of one, where the server reads no further.
    private static FilterParameter Mark(CancelRequest request)
    {
        var number = request.Nonce.ToString("000000000", CultureInfo.InvariantCulture);
        var before = request.Filter!.Parameters.FirstOrDefault(one => one.Name == Before);
        return before is null ? new FilterParameter(Before, $"9999-12-31T23:59:59.{number}Z")
            : request.Filter.Parameters.All(one => one.Name != After) ? new FilterParameter(After, $"1970-01-01T00:00:00.{number}Z")
            : before with { Value = $"{before.Value[..^1]}{number}Z" };
    }

    // Uids only grow: what the cancel addressed is below its own. A stopped task goes back to the queue before it is canceled, without batch and start: those cannot be asked for.
    private static FilterTranslation? Unfinished(FilterTranslation filter, TaskId cancelation)
    {
        var asked = filter.Parameters.FirstOrDefault(one => one.Name == Statuses)?.Value.Split(',');
        string[] unfinished = [MeilisearchLifecycle.Enqueued, MeilisearchLifecycle.Processing];
        return asked?.Intersect(unfinished).Any() == false ? null : filter with
        {
            Filter = (filter.Filter is MeilisearchTaskFilter own ? own with { BatchIds = null } : filter.Filter) with { States = [TaskState.Pending, TaskState.Running], Started = null },
            Parameters =
            [
                .. filter.Parameters.Where(one => !Moving.Contains(one.Name)),
                new FilterParameter(Statuses, string.Join(',', unfinished)),
                new FilterParameter(MeilisearchPager.From, cancelation.Value),
            ],
        };
    }
}
