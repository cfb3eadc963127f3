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
