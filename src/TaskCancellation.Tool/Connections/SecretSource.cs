namespace TaskCancellation.Tool.Connections;

/// <summary>Where a credential comes from. It is never on the command line, and never stored.</summary>
/// <param name="Variable">The environment variable that holds it.</param>
/// <param name="Command">The command that prints it.</param>
/// <param name="IsAsked">Whether the user is asked for it.</param>
internal sealed record SecretSource(string? Variable = null, string? Command = null, bool IsAsked = false)
{
    /// <summary>The environment variable that is used where nothing else is said.</summary>
    internal const string DefaultVariable = "TASKCANCEL_CREDENTIAL";

    public override string ToString() => Variable is not null ? $"variable {Variable}" : Command is not null ? "command" : "prompt";
}
