using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>What only Elasticsearch and OpenSearch know of a task. JSON is kept as it came, for its form differs from kind to kind and from version to version, and made a text when it is asked for.</summary>
public sealed record ElasticsearchTaskDetails : TaskDetails
{
    /// <summary>The id of the node the task runs on.</summary>
    public required string Node { get; init; }

    /// <summary>The id under which the task runs now. It differs from <see cref="TaskSnapshot.Id"/> after a move to another node (Elasticsearch 9.5 and later).</summary>
    public required TaskId CurrentId { get; init; }

    /// <summary>How the task came about: transport, direct and others.</summary>
    public string? Type { get; init; }

    /// <summary>What the task works on, in the server's words; often empty. A cancel's reply does not give it.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the task can be canceled.</summary>
    public bool? IsCancelable { get; init; }

    /// <summary>Whether a cancel was taken for the task. Null where the server does not show it: before Elasticsearch 7.14 and OpenSearch 2.0. Of an ended task it says nothing.</summary>
    public bool? IsFlaggedCanceled { get; init; }

    /// <summary>When the cancel was taken, on the service's clock; OpenSearch 2.8 and later.</summary>
    public DateTimeOffset? CancellationStartedAt { get; init; }

    /// <summary>How long the task had run when it was read, in whole 100 ns.</summary>
    public TimeSpan? RunningTime { get; init; }

    /// <summary>The headers of the request that the task keeps.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get => ElasticsearchTaskHeaders.ReadAll(HeadersJson);
        init => HeadersJson = ElasticsearchTaskHeaders.Write(value);
    }

    /// <summary>The <c>X-Opaque-Id</c> of the request that started the task or its ancestor.</summary>
    public string? OpaqueId => ElasticsearchTaskHeaders.FindOpaqueId(HeadersJson);

    /// <summary>How far the task is, as JSON. A cancel's reply does not give it.</summary>
    public string? Status
    {
        get => StatusJson?.ToString();
        init => StatusJson = RawJson.Of(value);
    }

    /// <summary>The stored result of an ended task, as JSON.</summary>
    public string? Response
    {
        get => ResponseJson?.ToString();
        init => ResponseJson = RawJson.Of(value);
    }

    /// <summary>The stored error of an ended task, as JSON.</summary>
    public string? Error
    {
        get => ErrorJson?.ToString();
        init => ErrorJson = RawJson.Of(value);
    }

    /// <summary>What the task has used so far, as JSON; OpenSearch 2.1 and later.</summary>
    public string? ResourceStats
    {
        get => ResourceStatsJson?.ToString();
        init => ResourceStatsJson = RawJson.Of(value);
    }

    /// <summary>What this task has started and the same reply shows, each with its own children, down to 64 levels below a task whose parent is not shown. Empty for a task that was read by its id.</summary>
    public IReadOnlyList<TaskSnapshot> Children { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <inheritdoc/>
    protected override TaskDetails WithoutElapsed() => this with { RunningTime = null, ResourceStatsJson = null, Children = [] };

    internal RawJson? HeadersJson { get; init; }

    internal RawJson? StatusJson { get; init; }

    internal RawJson? ResponseJson { get; init; }

    internal RawJson? ErrorJson { get; init; }

    internal RawJson? ResourceStatsJson { get; init; }
}
