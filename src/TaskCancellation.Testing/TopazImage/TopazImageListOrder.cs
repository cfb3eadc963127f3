namespace TaskCancellation.Testing.TopazImage;

/// <summary>The order of lists. None is documented.</summary>
public enum TopazImageListOrder
{
    /// <summary>Last created first.</summary>
    NewestFirst,

    /// <summary>First created first.</summary>
    OldestFirst,

    /// <summary>No order that means anything; the same in every run.</summary>
    Shuffled,
}
