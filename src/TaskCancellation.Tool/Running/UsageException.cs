namespace TaskCancellation.Tool.Running;

/// <summary>What was typed, or what a file or the environment holds, is wrong. The message is a sentence for the user.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
