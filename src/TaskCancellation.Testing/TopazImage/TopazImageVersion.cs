namespace TaskCancellation.Testing.TopazImage;

/// <summary>Which edition of the API is played.</summary>
public enum TopazImageVersion
{
    /// <summary>1.2.0, with paged lists.</summary>
    V12,

    /// <summary>1.1.0: lists are always arrays and never answered 400, and statuses have <c>sync</c> and the face fields.</summary>
    V11,
}
