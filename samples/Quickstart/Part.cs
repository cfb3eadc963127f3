namespace Quickstart;

/// <summary>What the sample does to a task.</summary>
internal enum Part
{
    /// <summary>Cancels it by its id.</summary>
    ById,

    /// <summary>Cancels it by the scene's filter.</summary>
    ByFilter,

    /// <summary>Cancels it by its id, and it finishes as the cancel lands.</summary>
    Racer,
}
