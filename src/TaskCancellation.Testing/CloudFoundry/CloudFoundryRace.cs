namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What a cancel of a task runs into.</summary>
public enum CloudFoundryRace
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The task ends by itself, as <see cref="CloudFoundryTask.Ending"/> says, after the cancel has seen its state and before it locks the row: the end is lost, the task is CANCELING and a sync fails it.</summary>
    BetweenCheckAndCancel,

    /// <summary>The end that the cancel leads to is reported before the cancel is answered: the 202 shows it.</summary>
    ReportBeforeReply,
}
