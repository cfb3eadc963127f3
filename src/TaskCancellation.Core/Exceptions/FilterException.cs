namespace TaskCancellation;

/// <summary>The exception that is thrown when a filter is refused before any task is affected. Nothing was canceled.</summary>
/// <remarks>The derived exceptions are <see cref="UnsafeFilterException"/> and <see cref="UnsupportedFilterException"/>.</remarks>
public class FilterException : TaskClientException
{
    /// <summary>Initializes a new instance of the <see cref="FilterException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="field">The field of the filter, or the option, to change; <see langword="null"/> for the filter as a whole.</param>
    public FilterException(string message, string? field = null)
        : base(message) => Field = field;

    /// <summary>Gets the field of the filter, or the option, to change; <see langword="null"/> when it is the filter as a whole.</summary>
    public string? Field { get; }
}
