namespace TaskCancellation;

/// <summary>Who picks the tasks that a filter addresses.</summary>
public enum CancelSelection
{
    /// <summary>The server where it evaluates every field exactly, else a listing.</summary>
    Auto = 0,

    /// <summary>The server, in one request. The report names whom the service names and numbers the rest. Refused when the service does not evaluate every field exactly.</summary>
    ServerSide,

    /// <summary>A listing fixes the ids, which are then canceled one by one or in chunks; every task gets an outcome of its own.</summary>
    ClientSide,
}
