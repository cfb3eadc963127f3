namespace TaskCancellation.Recordings;

/// <summary>What a step of a recording is.</summary>
public enum StepKind
{
    /// <summary>What made the state; a test double may do it in another way.</summary>
    Setup,

    /// <summary>Something happened.</summary>
    Event,

    /// <summary>A request whose reply is to be matched.</summary>
    Probe,

    /// <summary>What was seen, for people.</summary>
    Note,
}
