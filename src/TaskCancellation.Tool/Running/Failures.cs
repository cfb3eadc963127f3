namespace TaskCancellation.Tool.Running;

/// <summary>Turns whatever ended a command into a sentence and an exit code.</summary>
internal static class Failures
{
    /// <summary>Says what happened, and returns the exit code.</summary>
    /// <param name="host">Where to say it.</param>
    /// <param name="failure">What happened.</param>
    /// <param name="mayHaveSent">Whether a cancellation was under way.</param>
    internal static ExitCode Report(ToolHost host, Exception failure, bool mayHaveSent = false)
    {
        host.Say(Sentence(failure, mayHaveSent));
        return ExitCodes.Of(failure, mayHaveSent);
    }

    internal static string Sentence(Exception failure, bool mayHaveSent) => failure switch
    {
        OperationCanceledException => mayHaveSent ? "Stopped while canceling." : "Stopped. Nothing was canceled.",
        TaskClientException or UsageException or RefusedException or ArgumentException or IOException or UnauthorizedAccessException => Wording.Of(failure.Message),
        _ => $"Unexpected {failure.GetType().Name}: {Wording.Of(failure.Message)}",
    };
}
