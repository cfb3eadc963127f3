namespace TaskCancellation;

/// <summary>The exception that is thrown when neither the service nor the library can evaluate a filter, or when the filter belongs to another service.</summary>
/// <remarks>Thrown before any I/O. A field is never ignored silently.</remarks>
public class UnsupportedFilterException : FilterException
{
    /// <summary>Initializes a new instance of the <see cref="UnsupportedFilterException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="field">The field of the filter to change; <see langword="null"/> for the filter as a whole.</param>
    public UnsupportedFilterException(string message, string? field = null)
        : base(message, field)
    {
    }
}
