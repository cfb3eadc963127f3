namespace TaskCancellation.Serialization;

/// <summary>A request that failed.</summary>
internal sealed record ErrorJson
{
    public required string Text { get; init; }

    public required string Kind { get; init; }

    public required string Delivery { get; init; }

    public int? Status { get; init; }

    public string? Code { get; init; }

    public string? Service { get; init; }

    public string? Request { get; init; }

    public string? RequestId { get; init; }

    public string? BodyExcerpt { get; init; }

    public bool? FollowsDoubtfulTry { get; init; }

    public bool? IsForeign { get; init; }

    internal static ErrorJson? From(TaskRequestException? error) => error is null ? null : new ErrorJson
    {
        Text = error.Summary,
        Kind = error.Kind.ToString(),
        Delivery = error.Delivery.ToString(),
        Status = error.StatusCode,
        Code = error.ErrorCode,
        Service = error.ServiceName,
        Request = error.Request,
        RequestId = error.RequestId,
        BodyExcerpt = error.BodyExcerpt,
        FollowsDoubtfulTry = error.FollowsDoubtfulTry ? true : null,
        IsForeign = error.IsForeign ? true : null,
    };

    internal TaskRequestException ToModel() => new(Text)
    {
        Kind = Stored.Name<TaskErrorKind>(Kind),
        Delivery = Stored.Name<RequestDelivery>(Delivery),
        StatusCode = Status,
        ErrorCode = Code,
        ServiceName = Service,
        Request = Request,
        RequestId = RequestId,
        BodyExcerpt = BodyExcerpt,
        FollowsDoubtfulTry = FollowsDoubtfulTry ?? false,
        IsForeign = IsForeign ?? false,
    };
}
