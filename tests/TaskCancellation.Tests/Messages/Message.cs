namespace TaskCancellation.Tests.Messages;

/// <summary>A message as a user sees it, and how it came about.</summary>
/// <param name="Area">The section of the table.</param>
/// <param name="Case">What was done.</param>
/// <param name="Error">What was thrown, or is the error of an outcome.</param>
/// <param name="Log">What was logged meanwhile.</param>
internal sealed record Message(string Area, string Case, Exception Error, IReadOnlyList<string> Log)
{
    internal Message(string area, string @case, Exception error)
        : this(area, @case, error, [])
    {
    }

    /// <summary>A port of the system's choosing, which differs from run to run.</summary>
    internal int? Port { get; init; }

    /// <summary>The message, the same in every run.</summary>
    internal string Text => Port is { } port ? Error.Message.Replace($":{port}", ":PORT", StringComparison.Ordinal) : Error.Message;
}
