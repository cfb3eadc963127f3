namespace TaskCancellation.Serialization;

/// <summary>A request that failed.</summary>
internal sealed record ErrorJson
{
    public required string Text { get; init; }

    public required string Reason { get; init; }

    public required string Delivery { get; init; }

    public int? Status { get; init; }

    public string? Code { get; init; }

    public string? Service { get; init; }

    public string? Request { get; init; }

    public string? RequestId { get; init; }

    public string? BodyExcerpt { get; init; }

    public bool? FollowsAmbiguousAttempt { get; init; }

    public bool? IsFromIntermediary { get; init; }

    internal static ErrorJson? From(TaskRequestException? error) => error is null ? null : new ErrorJson
    {
        Text = error.Summary,
        Reason = error.Reason.ToString(),
        Delivery = error.Delivery.ToString(),
        Status = error.StatusCode,
        Code = error.ErrorCode,
        Service = error.ServiceName,
        Request = error.Request,
        RequestId = error.RequestId,
        BodyExcerpt = error.BodyExcerpt,
        FollowsAmbiguousAttempt = error.FollowsAmbiguousAttempt ? true : null,
        IsFromIntermediary = error.IsFromIntermediary ? true : null,
    };

    internal TaskRequestException ToModel() => new(Text)
    {
        Reason = Stored.Name<TaskErrorReason>(Reason),
        Delivery = Stored.Name<RequestDelivery>(Delivery),
        StatusCode = Status,
        ErrorCode = Code,
        ServiceName = Service,
        Request = Request,
        RequestId = RequestId,
        BodyExcerpt = BodyExcerpt,
        FollowsAmbiguousAttempt = FollowsAmbiguousAttempt ?? false,
        IsFromIntermediary = IsFromIntermediary ?? false,
    };
}
