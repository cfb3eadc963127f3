namespace TaskCancellation.Providers;

/// <summary>What a service answered to one cancel request.</summary>
public sealed record CancelReply
{
    /// <summary>Gets one item for each target of the request; for a cancellation by filter, one for each task that the reply names.</summary>
    public IReadOnlyList<CancelReplyItem> Items { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets the id of the service's own task that carries out the cancellation (Meilisearch).</summary>
    public TaskId? ServiceTask { get; init; }

    /// <summary>Gets when the service accepted the cancellation, on the service's clock; <see langword="null"/> when it does not report it.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>Gets how many tasks the service matched; <see langword="null"/> when it does not report it.</summary>
    public long? MatchedCount { get; init; }

    /// <summary>Gets a filter that lists the tasks that this request has canceled, where the service records them.</summary>
    public TaskFilter? Named { get; init; }

    /// <summary>Gets a filter that lists the tasks that this request addressed and that have not ended, for when the service task cannot be read.</summary>
    public TaskFilter? Unfinished { get; init; }

    /// <summary>Gets a filter that lists the tasks that this request addressed and that have ended since it was accepted, for when the service task cannot be read; <see langword="null"/> where no filter of the service means exactly that.</summary>
    public TaskFilter? EndedSince { get; init; }

    /// <summary>Gets the tasks that the reply shows as canceled although they were not addressed.</summary>
    public IReadOnlyList<TaskSnapshot> Collateral { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets the failure of a part of the service to accept a cancellation by filter; <see langword="null"/> when all parts answered.</summary>
    /// <remarks>What became of the tasks of that part is unknown.</remarks>
    public TaskRequestException? PartialFailure { get; init; }

    /// <summary>Gets whether an earlier attempt of the same request may have reached the service.</summary>
    public bool FollowsAmbiguousAttempt { get; init; }

    /// <summary>Creates a reply with the same answer for every target of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="disposition">The answer.</param>
    /// <returns>The reply.</returns>
    public static CancelReply ForEach(CancelRequest request, CancelDisposition disposition)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new CancelReply { Items = new SameReplyItems(request.Targets, disposition) };
    }
}
