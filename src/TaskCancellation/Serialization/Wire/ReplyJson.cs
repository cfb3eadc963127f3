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

    public bool? FollowsDoubtfulTry { get; init; }

    internal static ReplyJson From(CancelReply reply) => new()
    {
        ServiceTask = reply.ServiceTask?.Value,
        AcceptedAt = reply.AcceptedAt,
        Matched = reply.Matched,
        Named = TranslationJson.From(reply.Named),
        Unfinished = TranslationJson.From(reply.Unfinished),
        EndedSince = TranslationJson.From(reply.EndedSince),
        FollowsDoubtfulTry = reply.FollowsDoubtfulTry ? true : null,
    };

    internal CancelReply ToModel() => new()
    {
        ServiceTask = ServiceTask is null ? default(TaskId?) : ServiceTask,
        AcceptedAt = AcceptedAt,
        Matched = Matched,
        Named = Named?.ToModel(),
        Unfinished = Unfinished?.ToModel(),
        EndedSince = EndedSince?.ToModel(),
        FollowsDoubtfulTry = FollowsDoubtfulTry ?? false,
    };
}
