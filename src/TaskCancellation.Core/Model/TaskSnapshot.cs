using System.Globalization;
using System.Text;

namespace TaskCancellation;

/// <summary>A task as one read found it. Immutable: to see changes, read the task again.</summary>
/// <remarks>Times are instants on the service's clock, truncated to 100 nanoseconds. Do not compare them with the local clock. A property that the service, or this kind of read, does not provide is <see langword="null"/>.</remarks>
public sealed record TaskSnapshot
{
    /// <summary>Gets the id.</summary>
    public required TaskId Id { get; init; }

    /// <summary>Gets the state, in terms that apply to every service.</summary>
    public required TaskState State { get; init; }

    /// <summary>Gets the service's own word for the state, unchanged; empty when the service has none.</summary>
    public string RawState { get; init; } = "";

    /// <summary>Gets what the task does: a Meilisearch type, an Elasticsearch action. <see langword="null"/> where the service has no kinds (Cloud Foundry).</summary>
    public string? Kind { get; init; }

    /// <summary>Gets what the task belongs to: a Meilisearch index uid, a Cloud Foundry app GUID.</summary>
    public string? Scope { get; init; }

    /// <summary>Gets the name that the task was given.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the id of the task that this task is a part of.</summary>
    public TaskId? ParentId
    {
        get => parentId is { } id ? new TaskId(id) : default(TaskId?);
        init => parentId = value?.Value;
    }

    /// <summary>Gets the id of the service's own task that canceled this task, where the service records it (Meilisearch).</summary>
    public TaskId? CanceledBy
    {
        get => canceledBy is { } id ? new TaskId(id) : default(TaskId?);
        init => canceledBy = value?.Value;
    }

    /// <summary>Gets when the service accepted the task.</summary>
    public DateTimeOffset? EnqueuedAt
    {
        get => enqueuedAt.With(offsets.Enqueued);
        init => (enqueuedAt, offsets) = (PackedInstant.Of(value), offsets with { Enqueued = PackedInstant.OffsetOf(value) });
    }

    /// <summary>Gets when the task started.</summary>
    public DateTimeOffset? StartedAt
    {
        get => startedAt.With(offsets.Started);
        init => (startedAt, offsets) = (PackedInstant.Of(value), offsets with { Started = PackedInstant.OffsetOf(value) });
    }

    /// <summary>Gets when the task ended.</summary>
    public DateTimeOffset? FinishedAt
    {
        get => finishedAt.With(offsets.Finished);
        init => (finishedAt, offsets) = (PackedInstant.Of(value), offsets with { Finished = PackedInstant.OffsetOf(value) });
    }

    /// <summary>Gets the progress, from 0 to 1.</summary>
    public double? Progress
    {
        get => hasProgress ? progress : null;
        init => (hasProgress, progress) = (value is not null, value ?? 0);
    }

    /// <summary>Gets why the task failed.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>Gets whether the service recorded that the task ended but does not know how.</summary>
    /// <remarks><see cref="State"/> is then the service's guess (Cloud Foundry's "Unable to determine completion status"), or unknown (Elasticsearch, when no result was stored).</remarks>
    public bool IsEndUnknown { get; init; }

    /// <summary>Gets what only the service of the task knows.</summary>
    public TaskDetails? Details { get; init; }

    /// <summary>Gets after what time the service suggests to read the task again; <see langword="null"/> without a hint. Not part of equality.</summary>
    public TimeSpan? PollAfter
    {
        get => reading.Data?.PollAfter;
        init => reading = Reading.Of(value, Raw);
    }

    /// <summary>Gets the UTF-8 JSON of the task as received; empty unless <see cref="ReadOptions.KeepRaw"/> was set. Not part of equality.</summary>
    public ReadOnlyMemory<byte> Raw
    {
        get => reading.Data?.Raw ?? default;
        init => reading = Reading.Of(PollAfter, value);
    }

    /// <summary>Gets whether the task has ended: it succeeded, failed, was canceled, or <see cref="IsEndUnknown"/> is set. An unknown state alone does not count as ended.</summary>
    public bool IsTerminal => IsEndUnknown || State is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled;

    /// <summary>Returns a target that names this task, its identity included, for a later cancellation or wait.</summary>
    public TaskTarget ToTarget() => new(Id, Kind, StartedAt, EnqueuedAt);

    /// <summary>Returns the task in one line: id, state, kind, scope, and why it failed.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Id.Value).Append(' ').Append(State);
        if (RawState.Length > 0 && !string.Equals(RawState, State.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            text.Append(" (").Append(RawState).Append(')');
        }

        text.Append(Kind is null ? "" : $" {Kind}").Append(Name is null ? "" : $" '{Name}'").Append(Scope is null ? "" : $" in {Scope}");
        text.Append(Progress is { } progress && !IsTerminal ? string.Create(CultureInfo.InvariantCulture, $", {progress:P0}") : "");
        return text.Append(Failure is null ? "" : $": {Failure.Message}").ToString();
    }

    /// <summary>Whether a person would call the task changed since that snapshot: not by how long it has run.</summary>
    internal bool DiffersForPeople(TaskSnapshot before) => this != before && this with { Details = Details?.WithoutElapsed() } != before with { Details = before.Details?.WithoutElapsed() };

    /// <summary>Every member: what two snapshots are ordered by.</summary>
    internal string ToFullString()
    {
        var text = new StringBuilder();
        PrintMembers(text);
        return text.ToString();
    }

    // Nullable values and offsets apart from what they belong to: a snapshot takes a sixth less room so.
    private readonly PackedInstant enqueuedAt;
    private readonly PackedInstant startedAt;
    private readonly PackedInstant finishedAt;
    private readonly InstantOffsets offsets;
    private readonly double progress;
    private readonly bool hasProgress;
    private readonly string? parentId;
    private readonly string? canceledBy;
    private readonly Reading reading;

    /// <summary>What belongs to the read, not to the task: all instances are equal, so that two reads of an unmoved task are.</summary>
    private readonly record struct Reading(ReadingData? Data)
    {
        internal static Reading Of(TimeSpan? pollAfter, ReadOnlyMemory<byte> raw) => new(pollAfter is null && raw.IsEmpty ? null : new ReadingData(pollAfter, raw));

        public bool Equals(Reading other) => true;

        public override int GetHashCode() => 0;
    }

    private sealed record ReadingData(TimeSpan? PollAfter, ReadOnlyMemory<byte> Raw);
}
