namespace TaskCancellation.Testing;

/// <summary>Specifies which verb of a client a call of a history is.</summary>
public enum HistoryVerb
{
    /// <summary>One task is read (<see cref="TaskClient.FindAsync"/>).</summary>
    Find = 0,

    /// <summary>Tasks are listed (<see cref="TaskClient.ListAsync"/>).</summary>
    List,

    /// <summary>Tasks are watched (<see cref="TaskClient.WatchAsync"/>).</summary>
    Watch,

    /// <summary>One task is waited for (<see cref="TaskClient.WaitForCompletionAsync"/>).</summary>
    Wait,

    /// <summary>Tasks are canceled, by an id or a filter (<see cref="TaskClient.CancelAsync(TaskTarget, CancellationToken)"/>).</summary>
    Cancel,

    /// <summary>A stream of tasks is canceled (<see cref="TaskClient.CancelManyAsync"/>).</summary>
    CancelMany,

    /// <summary>What was canceled is waited for (<see cref="CancellationOperation.WaitForCompletionAsync"/>).</summary>
    WaitForCancel,

    /// <summary>A cancel is planned (<see cref="TaskClient.PlanAsync"/>).</summary>
    Plan,

    /// <summary>A plan is executed (<see cref="TaskClient.ExecuteAsync"/>).</summary>
    Execute,
}
