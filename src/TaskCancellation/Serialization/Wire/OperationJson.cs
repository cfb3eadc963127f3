namespace TaskCancellation.Serialization;

/// <summary>A cancel under way.</summary>
internal sealed record OperationJson
{
    internal const string FormatName = "taskcancellation/operation";

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Service { get; init; }

    public Uri? Endpoint { get; init; }

    public required ReportJson Accepted { get; init; }

    public required IReadOnlyList<ReplyJson> Replies { get; init; }

    public LostJson? Lost { get; init; }

    internal static OperationJson From(CancellationOperationState state, int version) => new()
    {
        Format = FormatName,
        Version = version,
        Service = state.ServiceName,
        Endpoint = state.Endpoint,
        Accepted = ReportJson.From(state.Accepted),
        Replies = [.. state.Replies.Select(ReplyJson.From)],
        Lost = LostJson.From(state.Lost),
    };

    internal CancellationOperationState ToModel() => new()
    {
        ServiceName = Service,
        Endpoint = Stored.Address(Endpoint),
        Accepted = Accepted.ToModel(),
        Replies = Stored.Each(Replies, reply => reply.ToModel()),
        Lost = Lost?.ToModel(),
    };
}

/// <summary>What of a reply is still to be followed up.</summary>
internal sealed record ReplyJson
{
    public string? ServiceTask { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public long? Matched { get; init; }

    public FilterJson? Named { get; init; }

    public FilterJson? Unfinished { get; init; }

    public FilterJson? EndedSince { get; init; }

    public bool? FollowsAmbiguousAttempt { get; init; }

    internal static ReplyJson From(CancelReply reply) => new()
    {
        ServiceTask = reply.ServiceTask?.Value,
        AcceptedAt = reply.AcceptedAt,
        Matched = reply.MatchedCount,
        Named = reply.Named is { } named ? FilterJson.From(named) : null,
        Unfinished = reply.Unfinished is { } unfinished ? FilterJson.From(unfinished) : null,
        EndedSince = reply.EndedSince is { } ended ? FilterJson.From(ended) : null,
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

/// <summary>A cancel by filter whose reply was lost: enough to look for it again.</summary>
internal sealed record LostJson
{
    public required FilterJson Filter { get; init; }

    public required int Nonce { get; init; }

    internal static LostJson? From(CancelRequest? lost) =>
        lost?.Filter is { } translated ? new LostJson { Filter = FilterJson.From(translated.Filter), Nonce = lost.Nonce } : null;

    // The client that it is restored on translates the filter.
    internal CancelRequest ToModel() => new() { Filter = new FilterTranslation { Filter = Filter.ToModel() }, Nonce = Nonce };
}
