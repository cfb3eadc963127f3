namespace TaskCancellation;

/// <summary>A filter that the service cannot evaluate and the library cannot evaluate for it, or one made for another service. Thrown before any I/O: a field is never dropped silently.</summary>
public class UnsupportedFilterException : FilterException
{
    /// <summary>Creates the exception.</summary>
    public UnsupportedFilterException(string message, string? field = null)
        : base(message, field)
    {
    }
}
