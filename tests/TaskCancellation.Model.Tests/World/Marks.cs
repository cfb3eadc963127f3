namespace TaskCancellation.Model.Tests.World;

/// <summary>The state machine of the model: which ends there are.</summary>
internal static class Marks
{
    /// <summary>It ended by itself.</summary>
    internal static bool IsOwnEnd(this Mark mark) => mark is Mark.Done or Mark.Broken;

    /// <summary>It has ended, and the record is there.</summary>
    internal static bool IsEnd(this Mark mark) => mark is Mark.Done or Mark.Broken or Mark.Stopped or Mark.Lost;

    /// <summary>It is there and goes on.</summary>
    internal static bool IsOpen(this Mark mark) => mark is Mark.Waiting or Mark.Working or Mark.Stopping or Mark.Odd;

    /// <summary>What a client calls it.</summary>
    internal static TaskState Seen(this Mark mark) => mark switch
    {
        Mark.Waiting => TaskState.Pending,
        Mark.Working => TaskState.Running,
        Mark.Stopping => TaskState.Canceling,
        Mark.Done => TaskState.Succeeded,
        Mark.Broken => TaskState.Failed,
        Mark.Stopped => TaskState.Canceled,
        _ => TaskState.Unknown,
    };
}
