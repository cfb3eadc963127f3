namespace TaskCancellation.Core.Tests;

/// <summary>The counts of a task of the service's own that cancels others.</summary>
internal sealed record Counts(long Matched, long? Canceled, long? Asked = null) : TaskDetails
{
    public override ServiceTaskCounts? CancellationCounts => new(Matched, Canceled, Asked);
}
