using System.Globalization;
using System.Text;

namespace TaskCancellation;

/// <summary>A task as one read found it. Immutable: to see it move, read again.</summary>
/// <remarks>Times are instants on the service's clock, cut to 100 ns; never compare them with the local clock. A member that the service, or the kind of read, does not give is null.</remarks>
public sealed record TaskSnapshot
{
    /// <summary>The id.</summary>
    public required TaskId Id { get; init; }

    /// <summary>Where the task stands.</summary>
    public required TaskState State { get; init; }

    /// <summary>The service's own word for the state, verbatim; empty where the service has none.</summary>
    public string RawState { get; init; } = "";

    /// <summary>What the task does: Meilisearch type, Elasticsearch action. Null where the service has no such thing (Cloud Foundry).</summary>
    public string? Kind { get; init; }

    /// <summary>What the task belongs to: Meilisearch index uid, Cloud Foundry app GUID.</summary>
    public string? Scope { get; init; }

    /// <summary>The name its author gave it.</summary>
    public string? Name { get; init; }

    /// <summary>The task it is a part of.</summary>
    public TaskId? ParentId { get; init; }

    /// <summary>The service's own task that canceled it, where the service records that (Meilisearch).</summary>
    public TaskId? CanceledBy { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How far it is, from 0 to 1.</summary>
    public double? Progress { get; init; }

    /// <summary>Why it failed.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>The service recorded that the task ended, and does not know how: <see cref="State"/> is its guess (Cloud Foundry's "Unable to determine completion status"), or unknown (Elasticsearch, where no result was stored).</summary>
    public bool IsEndUnknown { get; init; }

    /// <summary>What only its service knows.</summary>
    public TaskDetails? Details { get; init; }

    /// <summary>After how long the service suggests to look again; null without a hint. Not part of equality.</summary>
    public TimeSpan? PollAfter
    {
        get => reading.PollAfter;
        init => reading = reading with { PollAfter = value };
    }

    /// <summary>The task's UTF-8 JSON as received; empty unless <see cref="ReadOptions.KeepRaw"/> was set. Not part of equality.</summary>
    public ReadOnlyMemory<byte> Raw
    {
        get => reading.Raw;
        init => reading = reading with { Raw = value };
    }

    /// <summary>The task has ended: succeeded, failed, canceled, or <see cref="IsEndUnknown"/>. An unknown state alone has not.</summary>
    public bool IsTerminal => IsEndUnknown || State is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled;

    /// <summary>Names this very task, identity included, for a later cancel or wait.</summary>
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

    /// <summary>Every member: what two snapshots are ordered by.</summary>
    internal string ToFullString()
    {
        var text = new StringBuilder();
        PrintMembers(text);
        return text.ToString();
    }

    private readonly Reading reading;

    /// <summary>What belongs to the read, not to the task: all instances are equal, so that two reads of an unmoved task are.</summary>
    private readonly record struct Reading(TimeSpan? PollAfter, ReadOnlyMemory<byte> Raw)
    {
        public bool Equals(Reading other) => true;

        public override int GetHashCode() => 0;
    }
}
