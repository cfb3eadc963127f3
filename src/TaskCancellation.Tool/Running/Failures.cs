using System.Text.RegularExpressions;

namespace TaskCancellation.Tool.Running;

/// <summary>Turns whatever ended a command into a sentence and an exit code.</summary>
internal static partial class Failures
{
    /// <summary>Names of the library, and what they are called on the command line.</summary>
    private static readonly (string Name, string Option)[] Names =
    [
        ("set AllowInsecureHttp", "pass --insecure-http"),
        ("CancelOptions.AllowAll", "--all"),
        ("CancelOptions.MaxTargets", "--max-targets"),
        ("MaxTargets =", "--max-targets ="),
        ("MaxTargets must", "--max-targets must"),
        ("MaxConcurrency must", "--concurrency must"),
        ("MaxTasks must", "--max must"),
        ("PlanLifetime must", "--valid-for must"),
    ];

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
        TaskClientException or UsageException or RefusedException or ArgumentException or IOException or UnauthorizedAccessException => Reword(failure.Message),
        _ => $"Unexpected {failure.GetType().Name}: {Reword(failure.Message)}",
    };

    private static string Reword(string message)
    {
        message = Trailer().Replace(message, "");
        message = Owner().Replace(message, "");
        return Names.Aggregate(message, (text, name) => text.Replace(name.Name, name.Option, StringComparison.Ordinal));
    }

    /// <summary>What .NET appends to the message of an <see cref="ArgumentException"/>.</summary>
    [GeneratedRegex(@" \(Parameter '[^']*'\)|\r?\nActual value was .*$", RegexOptions.Singleline)]
    private static partial Regex Trailer();

    /// <summary>The options type that the library names before a problem.</summary>
    [GeneratedRegex(@"^\w+TaskClientOptions: ")]
    private static partial Regex Owner();
}
