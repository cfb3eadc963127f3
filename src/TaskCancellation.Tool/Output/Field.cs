namespace TaskCancellation.Tool.Output;

/// <summary>One value of a row: text, a number, a truth value, an instant, or nothing.</summary>
/// <param name="Name">Its name in JSON and in the header of CSV.</param>
/// <param name="Value">The value.</param>
/// <param name="Column">Its heading in a table; null where a table leaves it out.</param>
internal readonly record struct Field(string Name, object? Value, string? Column = null);
