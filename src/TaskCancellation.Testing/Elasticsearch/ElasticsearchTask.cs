namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A task to add. Every member has a default: a reindex on the first node that runs until it is canceled.</summary>
public sealed record ElasticsearchTask
{
    /// <summary>Gets the id of the node; the first node when <see langword="null"/>.</summary>
    public string? NodeId { get; init; }

    /// <summary>Gets the number of the task on that node; the next one when <see langword="null"/>.</summary>
    public long? Number { get; init; }

    /// <summary>Gets the action.</summary>
    public string Action { get; init; } = "indices:data/write/reindex";

    /// <summary>Gets how the task was started: <c>transport</c>, <c>direct</c> or <c>netty</c>.</summary>
    public string Type { get; init; } = "transport";

    /// <summary>Gets the description. When <see langword="null"/>: the usual one of the reindex family, otherwise none.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the full id of the parent, which need not exist.</summary>
    public string? ParentId { get; init; }

    /// <summary>Gets a value indicating whether the task can be canceled.</summary>
    public bool IsCancelable { get; init; } = true;

    /// <summary>Gets when the task started; now when <see langword="null"/>.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets the <c>X-Opaque-Id</c>; that of the parent when <see langword="null"/>.</summary>
    public string? OpaqueId { get; init; }

    /// <summary>Gets the other task headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the status as JSON. When <see langword="null"/>: the progress of the reindex family, otherwise none.</summary>
    public string? StatusJson { get; init; }

    /// <summary>Gets how many documents a task of the reindex family has to process.</summary>
    public long Total { get; init; } = 1000;

    /// <summary>Gets how many of them are processed while the task runs.</summary>
    public long Done { get; init; } = 250;

    /// <summary>Gets how many slices a task of the reindex family has: children that do its work. The task ends when all of them have ended; a cancel of one does not affect the others.</summary>
    public int Slices { get; init; } = 1;

    /// <summary>Gets the documents that a task of the reindex family could not write, as its response shows them.</summary>
    public IReadOnlyList<ElasticsearchWriteFailure> WriteFailures { get; init; } = [];

    /// <summary>Gets a value indicating whether the response of a task of the reindex family says that it timed out.</summary>
    public bool TimesOut { get; init; }

    /// <summary>Gets how long the task runs; <see langword="null"/> to run until a hook or a cancel ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>Gets the error that the task ends with when <see cref="RunDuration"/> is over, or as its own failure; <see langword="null"/> to complete.</summary>
    public ElasticsearchError? Failure { get; init; }

    /// <summary>Gets the response of the completed task as JSON; the usual one when <see langword="null"/>.</summary>
    public string? ResponseJson { get; init; }

    /// <summary>Gets a value indicating whether the result is stored; that of the reindex family is when <see langword="null"/>.</summary>
    public bool? StoresResult { get; init; }

    /// <summary>Gets how the task ends after a cancel.</summary>
    public ElasticsearchCancelEnding CancelEnding { get; init; }

    /// <summary>Gets how long after a cancel the task ends. With zero it has ended when the cancel is answered.</summary>
    public TimeSpan CancelDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the task members that are left out of replies, as other versions do: <c>headers</c>, <c>cancelled</c>.</summary>
    public IReadOnlyCollection<string> OmittedFields { get; init; } = [];
}
