namespace TaskCancellation;

/// <summary>Specifies whether the server or the client selects the tasks that a filter addresses.</summary>
public enum CancelSelection
{
    /// <summary>The server selects the tasks where it evaluates every field exactly; otherwise the client does.</summary>
    Auto = 0,

    /// <summary>The server selects the tasks, in one request. The report names the tasks that the service names, and counts the others. Refused when the service does not evaluate every field exactly.</summary>
    ServerSide,

    /// <summary>The client lists the tasks and cancels them by their ids, one by one or in chunks. Every task has an outcome.</summary>
    ClientSide,
}
