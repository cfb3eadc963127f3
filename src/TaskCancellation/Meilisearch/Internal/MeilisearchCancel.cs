using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>POST /tasks/cancel: the request, the mark by which it is found again, and what its reply says.</summary>
internal static class MeilisearchCancel
{
    private const string Before = "beforeEnqueuedAt";
    private const string After = "afterEnqueuedAt";
    private static readonly IReadOnlyList<TaskState> UnfinishedStates = ReadOnlyValues.List([TaskState.Pending, TaskState.Running]);
    private static readonly IReadOnlyList<TaskState> EndedStates = ReadOnlyValues.List([TaskState.Succeeded, TaskState.Failed, TaskState.Canceled]);

    internal static TaskHttpRequest ToRequest(CancelRequest request) => ToRequest(request, ToParameters(request));

    internal static IReadOnlyList<FilterParameter> ToParameters(CancelRequest request) =>
        request.Filter is null ? [new FilterParameter("uids", [.. request.Targets.Select(target => target.Id.Value)])] : Marked(request);

    // By ids, a repetition finds nothing left to do; by filter, it would also catch what came in between.
    internal static TaskHttpRequest ToRequest(CancelRequest request, IReadOnlyList<FilterParameter> parameters) =>
        new(HttpMethod.Post, MeilisearchPaths.Cancel(parameters), request.Filter is null ? RetrySafety.Safe : RetrySafety.Unsafe) { IsAnswer = MeilisearchKinds.IsRefusal };

    /// <summary>Whether a filter, as it stands, lets the server take tasks of protected kinds along. One by index reaches none, and one by id means what it names.</summary>
    internal static bool ReachesAllKinds(FilterTranslation? filter) => filter?.Filter is { Kinds: null, Ids: null, Scopes: null };

    internal static CancelReply ToReply(CancelRequest request, TaskId cancellation, DateTimeOffset? enqueuedAt, bool followsAmbiguousAttempt) => new()
    {
        Items = request.Filter is null ? CancelReply.ForEach(request, CancelDisposition.Acknowledged).Items : [],
        ServiceTask = cancellation,
        AcceptedAt = enqueuedAt,
        Named = request.Filter is null ? null : new MeilisearchTaskFilter { CanceledBy = [cancellation] },
        Unfinished = request.Filter is null ? null : Unfinished(request.Filter.Filter, cancellation),
        EndedSince = request.Filter is null ? null : EndedSince(request.Filter.Filter, cancellation, enqueuedAt),
        FollowsAmbiguousAttempt = followsAmbiguousAttempt,
    };

    /// <summary>What the filter of a request holds and no other's does: the seconds of the bound that is marked.</summary>
    internal static string MarkOf(CancelRequest request) => Mark(request).Values[0].Split(':')[^1];

    private static List<FilterParameter> Marked(CancelRequest request)
    {
        var mark = Mark(request);
        List<FilterParameter> marked = [.. request.Filter!.Parameters];
        if (marked.FindIndex(one => one.Name == mark.Name) is >= 0 and var at)
        {
            marked[at] = mark;
        }
        else
        {
            marked.Add(mark);
        }

        return marked;
    }

    // A bound before or after all tasks changes nothing, and has room for a number. Where both ends are taken, the number follows the nanoseconds of one, where the server reads no further.
    private static FilterParameter Mark(CancelRequest request)
    {
        var parameters = request.Filter!.Parameters;
        return Find(parameters, Before) is not { } before ? new FilterParameter(Before, [string.Create(CultureInfo.InvariantCulture, $"9999-12-31T23:59:59.{request.Nonce:000000000}Z")])
            : Find(parameters, After) is null ? new FilterParameter(After, [string.Create(CultureInfo.InvariantCulture, $"1970-01-01T00:00:00.{request.Nonce:000000000}Z")])
            : before with { Values = [string.Create(CultureInfo.InvariantCulture, $"{before.Values[0].AsSpan()[..^1]}{request.Nonce:000000000}Z")] };
    }

    private static FilterParameter? Find(IReadOnlyList<FilterParameter> parameters, string name)
    {
        for (var at = 0; at < parameters.Count; at++)
        {
            if (parameters[at].Name == name)
            {
                return parameters[at];
            }
        }

        return null;
    }

    // Uids only grow: what the cancel addressed is below its own. A stopped task goes back to the queue before it is canceled, without batch and start: those cannot be asked for.
    private static MeilisearchTaskFilter? Unfinished(TaskFilter filter, TaskId cancellation) => filter.States is { } states && !states.Equals(UnfinishedStates) && !states.Any(UnfinishedStates.Contains) ? null
        : filter is MeilisearchTaskFilter own ? own with { Started = null, BatchIds = null, States = UnfinishedStates, EnqueuedUpTo = cancellation }
        : new MeilisearchTaskFilter(filter) { Started = null, States = UnfinishedStates, EnqueuedUpTo = cancellation };

    // Exact only where all that had not ended was addressed: of a task that has ended, nobody knows whether it ran or waited then.
    private static MeilisearchTaskFilter? EndedSince(TaskFilter filter, TaskId cancellation, DateTimeOffset? takenAt)
    {
        if (takenAt is not { } taken || filter is { Finished: not null } or { Started: not null } or MeilisearchTaskFilter { BatchIds: not null } || (filter.States is { } states && !AreUnfinished(states)))
        {
            return null;
        }

        var since = TimeRange.AtOrAfter(taken);
        return filter is MeilisearchTaskFilter own ? own with { States = EndedStates, Finished = since, EnqueuedUpTo = cancellation }
            : new MeilisearchTaskFilter(filter) { States = EndedStates, Finished = since, EnqueuedUpTo = cancellation };
    }

    private static bool AreUnfinished(IReadOnlyList<TaskState> states) => states.Equals(UnfinishedStates) || (states.All(UnfinishedStates.Contains) && UnfinishedStates.All(states.Contains));
}
