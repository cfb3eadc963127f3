namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A race that a cancel of a task runs into.</summary>
public enum CloudFoundryRace
{
    /// <summary>None.</summary>
    None,

    /// <summary>The task ends by itself, as <see cref="CloudFoundryTask.Ending"/> says, after the cancel has checked its state and before it locks the row. The end is lost, the task is CANCELING, and a sync fails it.</summary>
    BetweenCheckAndCancel,

    /// <summary>The end that the cancel leads to is reported before the cancel is answered: the 202 shows it.</summary>
    ReportBeforeReply,
}
