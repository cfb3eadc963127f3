using System.Globalization;
using System.Text.RegularExpressions;

namespace TaskCancellation.CloudFoundry;

/// <summary>From the wire to snapshots.</summary>
internal static partial class CloudFoundrySnapshots
{
    internal static TaskSnapshot From(TaskResource task, ReadOnlyMemory<byte> raw = default)
    {
        var reason = string.IsNullOrEmpty(task.Result?.FailureReason) ? null : task.Result.FailureReason;
        var state = StateOf(task.State, reason);
        return new TaskSnapshot
        {
            Id = task.Guid,
            State = state,
            RawState = task.State ?? "",
            Scope = task.Relationships?.App?.Data?.Guid,
            Name = task.Name,
            EnqueuedAt = CloudFoundryInstant.Parse(task.CreatedAt),
            Failure = reason is null ? null : new TaskFailure(reason),
            IsEndUnknown = state == TaskState.Failed && IsEndUnknown(reason),
            Details = DetailsOf(task, reason),
            Raw = raw,
        };
    }

    private static TaskState StateOf(string? state, string? reason) => state switch
    {
        CloudFoundryLifecycle.Pending => TaskState.Pending,
        CloudFoundryLifecycle.Running => TaskState.Running,

        // A cancel that overtakes the report of an end throws the row back, and the reason stays: the task has ended.
        CloudFoundryLifecycle.Canceling when reason is null => TaskState.Canceling,
        CloudFoundryLifecycle.Succeeded => TaskState.Succeeded,
        CloudFoundryLifecycle.Failed or CloudFoundryLifecycle.Canceling => IsCancel(reason) ? TaskState.Canceled : TaskState.Failed,
        _ => TaskState.Unknown,
    };

    private static bool IsCancel(string? reason) =>
        Says(reason, "task was cancelled") || Says(reason, "task was canceled");

    // Whatever ends a task gives a reason, so that a failure without one does not say what it was.
    private static bool IsEndUnknown(string? reason) => reason is null || Says(reason, "Unable to determine completion status");

    private static bool Says(string? reason, string text) => reason is not null && reason.AsSpan().Trim().Equals(text, StringComparison.OrdinalIgnoreCase);

    private static CloudFoundryTaskDetails DetailsOf(TaskResource task, string? reason) => new()
    {
        UpdatedAt = CloudFoundryInstant.Parse(task.UpdatedAt),
        SequenceId = task.SequenceId,
        Command = task.Command,
        User = task.User,
        MemoryInMb = task.MemoryInMb,
        DiskInMb = task.DiskInMb,
        LogRateLimit = task.LogRateLimitInBytesPerSecond,
        DropletId = task.DropletGuid,
        Labels = Values(task.Metadata?.Labels),
        Annotations = Values(task.Metadata?.Annotations),
        ExitCode = reason is not null && ExitCode().Match(reason) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null,
    };

    private static IReadOnlyDictionary<string, string> Values(Dictionary<string, string?>? pairs) =>
        ReadOnlyValues.Map((pairs ?? []).Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));

    // The second form is Korifi's.
    [GeneratedRegex("(?:Exited with status|Failed with exit code:) ([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex ExitCode();
}
