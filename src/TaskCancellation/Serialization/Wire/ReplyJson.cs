namespace TaskCancellation.Serialization;

/// <summary>What of a reply is still to be followed up.</summary>
internal sealed record ReplyJson
{
    public string? ServiceTask { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public long? Matched { get; init; }

    public TranslationJson? Named { get; init; }

    public TranslationJson? Unfinished { get; init; }

    public TranslationJson? EndedSince { get; init; }

    public bool? FollowsAmbiguousAttempt { get; init; }

    internal static ReplyJson From(CancelReply reply) => new()
    {
        ServiceTask = reply.ServiceTask?.Value,
        AcceptedAt = reply.AcceptedAt,
        Matched = reply.MatchedCount,
        Named = TranslationJson.From(reply.Named),
        Unfinished = TranslationJson.From(reply.Unfinished),
        EndedSince = TranslationJson.From(reply.EndedSince),
        FollowsAmbiguousAttempt = reply.FollowsAmbiguousAttempt ? true : null,
    };

    internal CancelReply ToModel() => new()
    {
        ServiceTask = ServiceTask is null ? default(TaskId?) : ServiceTask,
        AcceptedAt = AcceptedAt,
        MatchedCount = Matched,
        Named = Named?.ToModel(),
        Unfinished = Unfinished?.ToModel(),
        EndedSince = EndedSince?.ToModel(),
        FollowsAmbiguousAttempt = FollowsAmbiguousAttempt ?? false,
    };
}
