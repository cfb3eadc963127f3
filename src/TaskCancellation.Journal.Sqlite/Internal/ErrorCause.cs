namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>The inner exceptions that callers are promised: a timeout's and a malformed id's. Others are not kept.</summary>
internal static class ErrorCause
{
    internal static (string Name, string Message)? Of(Exception? inner) => inner switch
    {
        TimeoutException => (nameof(TimeoutException), inner.Message),
        ArgumentException => (nameof(ArgumentException), inner.Message),
        _ => null,
    };

    internal static Exception? Restore(string? name, string? message) => name switch
    {
        nameof(TimeoutException) => new TimeoutException(message),
        nameof(ArgumentException) => new ArgumentException(message),
        _ => null,
    };
}
