namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A task to put into the emulator. Every member has a default: a reindex on the first node that runs until it is cancelled.</summary>
public sealed record ElasticsearchTask
{
    /// <summary>The id of its node; the first node when null.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its number on that node; the next one when null.</summary>
    public long? Number { get; init; }

    /// <summary>Its action.</summary>
    public string Action { get; init; } = "indices:data/write/reindex";

    /// <summary>How it was started: <c>transport</c>, <c>direct</c>, <c>netty</c>.</summary>
    public string Type { get; init; } = "transport";

    /// <summary>Its description; what is usual for the reindex family when null, else none.</summary>
    public string? Description { get; init; }

    /// <summary>The full id of its parent; need not exist.</summary>
    public string? ParentId { get; init; }

    /// <summary>Whether it can be cancelled.</summary>
    public bool IsCancelable { get; init; } = true;

    /// <summary>When it started; now when null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Its <c>X-Opaque-Id</c>; the parent's when null.</summary>
    public string? OpaqueId { get; init; }

    /// <summary>Further task headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Its status, any JSON; progress of the reindex family when null, else none.</summary>
    public string? StatusJson { get; init; }

    /// <summary>How many documents a task of the reindex family has to work through.</summary>
    public long Total { get; init; } = 1000;

    /// <summary>How many of them it has done while it runs.</summary>
    public long Done { get; init; } = 250;

    /// <summary>How many slices a task of the reindex family has: children that do its work. It ends when all of them have ended; a cancel of one leaves the others.</summary>
    public int Slices { get; init; } = 1;

    /// <summary>What a task of the reindex family could not write; shown in its response.</summary>
    public IReadOnlyList<ElasticsearchWriteFailure> WriteFailures { get; init; } = [];

    /// <summary>Whether the response of a task of the reindex family says that it timed out.</summary>
    public bool TimesOut { get; init; }

    /// <summary>How long it runs from its start; null to run until something ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>Why it fails when <see cref="RunDuration"/> is over or as its own failure; it completes when null.</summary>
    public ElasticsearchError? Failure { get; init; }

    /// <summary>What it answers when it completes, any JSON; what is usual when null.</summary>
    public string? ResponseJson { get; init; }

    /// <summary>Whether its result is stored; the reindex family's is when null.</summary>
    public bool? StoresResult { get; init; }

    /// <summary>What a cancel leads to.</summary>
    public ElasticsearchCancelEnding CancelEnding { get; init; }

    /// <summary>How long after the flag is set; with zero it has ended when the cancel is answered.</summary>
    public TimeSpan CancelDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>TaskInfo fields left out of the answers, as other versions do: <c>headers</c>, <c>cancelled</c>.</summary>
    public IReadOnlyCollection<string> OmittedFields { get; init; } = [];
}
