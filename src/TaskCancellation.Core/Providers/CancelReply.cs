namespace TaskCancellation.Providers;

/// <summary>What a service answered to one cancel request.</summary>
public sealed record CancelReply
{
    /// <summary>One item for each target of the request; for a cancel by filter, the tasks the reply names.</summary>
    public IReadOnlyList<CancelReplyItem> Items { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>The service's own task that carries the cancel out (Meilisearch).</summary>
    public TaskId? ServiceTask { get; init; }

    /// <summary>When the service took the cancel, on the service's clock; null when it does not say.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>How many tasks the service matched; null when it does not say.</summary>
    public long? MatchedCount { get; init; }

    /// <summary>The tasks that this request has canceled, where the service records that.</summary>
    public TaskFilter? Named { get; init; }

    /// <summary>What this request addressed and has not ended, to list for when the service task cannot be read.</summary>
    public TaskFilter? Unfinished { get; init; }

    /// <summary>What this request addressed and has ended since it was taken, to list for when the service task cannot be read; null where the service cannot be asked for exactly that.</summary>
    public TaskFilter? EndedSince { get; init; }

    /// <summary>Tasks the reply shows as canceled although they were not asked for.</summary>
    public IReadOnlyList<TaskSnapshot> Collateral { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>A part of the service failed to take a cancel by filter: what that part holds is in doubt. Null when all of it answered.</summary>
    public TaskRequestException? PartialFailure { get; init; }

    /// <summary>An earlier try of the same request may have reached the service.</summary>
    public bool FollowsAmbiguousAttempt { get; init; }

    /// <summary>The same answer for every target of a request.</summary>
    public static CancelReply ForEach(CancelRequest request, CancelDisposition disposition)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new CancelReply { Items = [.. request.Targets.Select(target => new CancelReplyItem(target, disposition))] };
    }
}
