namespace TaskCancellation.Model.Tests.World;

/// <summary>What a service's record says of a task, in the model's own words.</summary>
internal enum Mark
{
    /// <summary>There is no such record, or none that the wire shows.</summary>
    Absent,

    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Working,

    /// <summary>A cancel was taken and has not ended it yet.</summary>
    Stopping,

    /// <summary>It ended well, by itself.</summary>
    Done,

    /// <summary>It ended badly, by itself.</summary>
    Broken,

    /// <summary>It was canceled.</summary>
    Stopped,

    /// <summary>It has ended, and the record says that it does not know how.</summary>
    Lost,

    /// <summary>A word that nobody knows.</summary>
    Odd,
}
