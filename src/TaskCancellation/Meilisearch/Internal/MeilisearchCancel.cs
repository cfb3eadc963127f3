using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>POST /tasks/cancel: the request, the mark by which it is found again, and what its reply says.</summary>
internal static class MeilisearchCancel
{
    private const string Before = "beforeEnqueuedAt";
    private const string After = "afterEnqueuedAt";
    private static readonly TaskState[] UnfinishedStates = [TaskState.Pending, TaskState.Running];

    internal static TaskHttpRequest ToRequest(CancelRequest request) => ToRequest(request, ToParameters(request));

    internal static IReadOnlyList<FilterParameter> ToParameters(CancelRequest request) =>
        request.Filter is null ? [new FilterParameter("uids", [.. request.Targets.Select(target => target.Id.Value)])] : Marked(request);

    // By ids, a repetition finds nothing left to do; by filter, it would also catch what came in between.
    internal static TaskHttpRequest ToRequest(CancelRequest request, IReadOnlyList<FilterParameter> parameters) =>
        new(HttpMethod.Post, MeilisearchPaths.Cancel(parameters), request.Filter is null ? RetrySafety.Safe : RetrySafety.Unsafe);

    /// <summary>Whether a filter, as it stands, lets the server take tasks of protected kinds along. One by index reaches none, and one by id means what it names.</summary>
    internal static bool ReachesAllKinds(FilterTranslation filter) => filter.Filter is { Kinds: null, Ids: null, Scopes: null };

    internal static CancelReply ToReply(CancelRequest request, TaskId cancellation, DateTimeOffset? enqueuedAt, bool followsAmbiguousAttempt) => new()
    {
        Items = CancelReply.ForEach(request, CancelDisposition.Acknowledged).Items,
        ServiceTask = cancellation,
        AcceptedAt = enqueuedAt,
        Named = request.Filter is null ? null : new MeilisearchTaskFilter { CanceledBy = [cancellation] },
        Unfinished = request.Filter is null ? null : Unfinished(request.Filter.Filter, cancellation),
        EndedSince = request.Filter is null ? null : EndedSince(request.Filter.Filter, cancellation, enqueuedAt),
        FollowsAmbiguousAttempt = followsAmbiguousAttempt,
    };

    /// <summary>What the filter of a request holds and no other's does: the seconds of the bound that is marked.</summary>
    internal static string MarkOf(CancelRequest request) => Mark(request).Values[0].Split(':')[^1];

    private static FilterParameter[] Marked(CancelRequest request)
    {
        var mark = Mark(request);
        return request.Filter!.Parameters.Any(one => one.Name == mark.Name)
            ? [.. request.Filter.Parameters.Select(one => one.Name == mark.Name ? mark : one)]
            : [.. request.Filter.Parameters, mark];
    }

    // A bound before or after all tasks changes nothing, and has room for a number. Where both ends are taken, the number follows the nanoseconds of one, where the server reads no further.
    private static FilterParameter Mark(CancelRequest request)
    {
        var number = request.Nonce.ToString("000000000", CultureInfo.InvariantCulture);
        var before = request.Filter!.Parameters.FirstOrDefault(one => one.Name == Before);
        return before is null ? new FilterParameter(Before, [$"9999-12-31T23:59:59.{number}Z"])
            : request.Filter.Parameters.All(one => one.Name != After) ? new FilterParameter(After, [$"1970-01-01T00:00:00.{number}Z"])
            : before with { Values = [$"{before.Values[0][..^1]}{number}Z"] };
    }

    // Uids only grow: what the cancel addressed is below its own. A stopped task goes back to the queue before it is canceled, without batch and start: those cannot be asked for.
    private static MeilisearchTaskFilter? Unfinished(TaskFilter filter, TaskId cancellation) =>
        filter.States?.Intersect(UnfinishedStates).Any() == false ? null : UpTo(cancellation, Lasting(filter) with { States = UnfinishedStates });

    // Exact only where all that had not ended was addressed: of a task that has ended, nobody knows whether it ran or waited then.
    private static MeilisearchTaskFilter? EndedSince(TaskFilter filter, TaskId cancellation, DateTimeOffset? takenAt) =>
        takenAt is null || filter.Finished is not null || filter.States is { } states && !(states.All(UnfinishedStates.Contains) && UnfinishedStates.All(states.Contains)) || Lasting(filter) != filter
            ? null
            : UpTo(cancellation, filter with { States = [TaskState.Succeeded, TaskState.Failed, TaskState.Canceled], Finished = TimeRange.AtOrAfter(takenAt.Value) });

    private static TaskFilter Lasting(TaskFilter filter) =>
        filter is MeilisearchTaskFilter own ? own with { Started = null, BatchIds = null } : filter with { Started = null };

    private static MeilisearchTaskFilter UpTo(TaskId cancellation, TaskFilter filter) =>
        (filter as MeilisearchTaskFilter ?? new MeilisearchTaskFilter(filter)) with { EnqueuedUpTo = cancellation };
}
