namespace TaskCancellation.Providers;

/// <summary>Specifies what a cancellation does to a task in a state.</summary>
public enum CancelEffect
{
    /// <summary>The effect is not known.</summary>
    Unknown = 0,

    /// <summary>The cancellation is accepted and may end the task.</summary>
    Accepted,

    /// <summary>The cancellation is answered like an accepted one and changes nothing.</summary>
    Ignored,

    /// <summary>The cancellation is refused.</summary>
    Refused,
}
