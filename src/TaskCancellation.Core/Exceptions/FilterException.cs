namespace TaskCancellation;

/// <summary>A filter that was refused before any task was touched: <see cref="UnsafeFilterException"/> or <see cref="UnsupportedFilterException"/>. Nothing was canceled.</summary>
public class FilterException : TaskClientException
{
    /// <summary>Initializes a new instance.</summary>
    public FilterException(string message, string? field = null)
        : base(message) => Field = field;

    /// <summary>Gets the field of the filter, or the option, to change; <see langword="null"/> when it is the filter as a whole.</summary>
    public string? Field { get; }
}
