namespace TaskCancellation.TopazImage;

/// <summary>Where the list is read on. Its order is not documented, so that nothing rests on it.</summary>
/// <param name="Cursor">What the service named for it.</param>
internal sealed record TopazImageListPosition(string Cursor) : ListPosition;
