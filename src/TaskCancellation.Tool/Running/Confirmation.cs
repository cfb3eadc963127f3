namespace TaskCancellation.Tool.Running;

/// <summary>Asks before anything is canceled.</summary>
internal static class Confirmation
{
    /// <summary>Returns when the user agrees.</summary>
    /// <param name="host">Whom to ask.</param>
    /// <param name="question">What is about to happen, without a question mark.</param>
    /// <param name="isConfirmed">Whether the command line has agreed already.</param>
    /// <exception cref="RefusedException">Nobody is there to ask, or the answer is no.</exception>
    internal static async Task RequireAsync(ToolHost host, string question, bool isConfirmed)
    {
        if (isConfirmed)
        {
            return;
        }

        if (!host.CanAsk)
        {
            throw new RefusedException($"{question}? Nobody is there to answer, so nothing was canceled. Pass --yes to cancel without being asked.");
        }

        host.Error.Write($"{Output.Neutral.Of(question)}? [y/N] ");
        host.Error.Flush();

        // Reading a terminal cannot be interrupted; waiting for it can.
        var answer = (await Task.Run(host.In.ReadLine).WaitAsync(host.Stop))?.Trim();
        if (!string.Equals(answer, "y", StringComparison.OrdinalIgnoreCase) && !string.Equals(answer, "yes", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException("Not confirmed: nothing was canceled.");
        }
    }
}
