namespace TaskCancellation.Testing.TopazImage;

/// <summary>The order of lists. The service documents none.</summary>
public enum TopazImageListOrder
{
    /// <summary>The last created job first.</summary>
    NewestFirst,

    /// <summary>The first created job first.</summary>
    OldestFirst,

    /// <summary>No meaningful order, but the same one in every run.</summary>
    Shuffled,
}
