namespace TaskCancellation.Tool.Running;

/// <summary>The tool does not do it, and has done nothing. The message is a sentence for the user.</summary>
internal sealed class RefusedException(string message) : Exception(message);
