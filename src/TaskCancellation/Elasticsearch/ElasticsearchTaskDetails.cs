using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>What only Elasticsearch and OpenSearch know of a task.</summary>
/// <remarks>JSON differs from kind to kind and from version to version. It is kept as received and converted to text when it is requested.</remarks>
public sealed record ElasticsearchTaskDetails : TaskDetails
{
    /// <summary>Gets the id of the node that the task runs on.</summary>
    public required string Node { get; init; }

    /// <summary>Gets the id under which the task runs now. It differs from <see cref="TaskSnapshot.Id"/> after the task has moved to another node (Elasticsearch 9.5 and later).</summary>
    public required TaskId CurrentId { get; init; }

    /// <summary>Gets how the task was started: transport, direct, and others.</summary>
    public string? Type { get; init; }

    /// <summary>Gets what the task works on, in the words of the server; often empty. The reply to a cancellation does not contain it.</summary>
    public string? Description { get; init; }

    /// <summary>Gets whether the task can be canceled.</summary>
    public bool? IsCancelable { get; init; }

    /// <summary>Gets whether a cancellation of the task was accepted. <see langword="null"/> where the server does not show it: before Elasticsearch 7.14 and OpenSearch 2.0. The value is of no meaning for a task that has ended.</summary>
    public bool? IsFlaggedCanceled { get; init; }

    /// <summary>Gets when the cancellation was accepted, on the service's clock (OpenSearch 2.8 and later).</summary>
    public DateTimeOffset? CancellationStartedAt
    {
        get => rare?.CancellationStartedAt;
        init => rare = rare is null && value is null ? null : Rare.Of((rare ?? Rare.None) with { CancellationStartedAt = value });
    }

    /// <summary>Gets how long the task had been running when it was read, truncated to 100 nanoseconds.</summary>
    public TimeSpan? RunningTime
    {
        get => hasRunningTime ? runningTime : null;
        init => (hasRunningTime, runningTime) = (value is not null, value ?? default);
    }

    /// <summary>Gets the headers of the request that the task keeps.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get => ElasticsearchTaskHeaders.ReadAll(HeadersJson);
        init => HeadersJson = ElasticsearchTaskHeaders.Write(value);
    }

    /// <summary>Gets the <c>X-Opaque-Id</c> of the request that started the task or its ancestor.</summary>
    public string? OpaqueId => ElasticsearchTaskHeaders.FindOpaqueId(HeadersJson);

    /// <summary>Gets the progress of the task, as JSON. The reply to a cancellation does not contain it.</summary>
    public string? Status
    {
        get => StatusJson?.ToString();
        init => StatusJson = RawJson.Of(value);
    }

    /// <summary>Gets the stored result of a task that has ended, as JSON.</summary>
    public string? Response
    {
        get => rare?.Response?.ToString();
        init => ResponseJson = RawJson.Of(value);
    }

    /// <summary>Gets the stored error of a task that has ended, as JSON.</summary>
    public string? Error
    {
        get => rare?.Error?.ToString();
        init => ErrorJson = RawJson.Of(value);
    }

    /// <summary>Gets the resources that the task has used so far, as JSON (OpenSearch 2.1 and later).</summary>
    public string? ResourceStats
    {
        get => rare?.ResourceStats?.ToString();
        init => ResourceStatsJson = RawJson.Of(value);
    }

    /// <summary>Gets the tasks that this task has started and that the same reply shows, each with its own children.</summary>
    /// <remarks>The tree reaches down to 64 levels below a task whose parent is not shown. Empty for a task that was read by its id.</remarks>
    public IReadOnlyList<TaskSnapshot> Children
    {
        get => rare?.Children ?? [];
        init => rare = rare is null && value is not { Count: > 0 } ? null : Rare.Of((rare ?? Rare.None) with { Children = value is { Count: > 0 } ? ReadOnlyValues.List(value) : null });
    }

    /// <inheritdoc/>
    protected override TaskDetails WithoutElapsed() => this with { RunningTime = null, ResourceStatsJson = null, Children = [] };

    internal RawJson? HeadersJson { get; init; }

    internal RawJson? StatusJson { get; init; }

    internal RawJson? ResponseJson { init => rare = rare is null && value is null ? null : Rare.Of((rare ?? Rare.None) with { Response = value }); }

    internal RawJson? ErrorJson { init => rare = rare is null && value is null ? null : Rare.Of((rare ?? Rare.None) with { Error = value }); }

    internal RawJson? ResourceStatsJson { init => rare = rare is null && value is null ? null : Rare.Of((rare ?? Rare.None) with { ResourceStats = value }); }

    // Beside its flag, and the rest beside both: tasks come in tens of thousands, and few have any of it.
    private readonly TimeSpan runningTime;
    private readonly bool hasRunningTime;
    private readonly Rare? rare;

    private sealed record Rare(DateTimeOffset? CancellationStartedAt = null, RawJson? Response = null, RawJson? Error = null, RawJson? ResourceStats = null, IReadOnlyList<TaskSnapshot>? Children = null)
    {
        internal static readonly Rare None = new();

        /// <summary>Null where no member says anything, so that details which say the same are equal.</summary>
        internal static Rare? Of(Rare rare) => rare == None ? null : rare;
    }
}
