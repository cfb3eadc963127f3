namespace TaskCancellation.Providers;

/// <summary>What a cancel does to a task in some state.</summary>
public enum CancelEffect
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>It is accepted and may end the task.</summary>
    Accepted,

    /// <summary>It is answered like an accepted one and changes nothing.</summary>
    Ignored,

    /// <summary>It is refused.</summary>
    Refused,
}
