using System.Text.RegularExpressions;

namespace TaskCancellation.Tool.Running;

/// <summary>Puts a message of the library into the words of the command line: names of the API are what its options are called, and advice that only code can follow is left out.</summary>
internal static class Wording
{
    private const RegexOptions Style = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    private static readonly (Regex Text, string Instead)[] Phrases =
    [
        // What .NET appends to the message of an argument's error, and the options that the library names before a problem.
        (new(@" \(Parameter '[^']*'\)|\r?\nActual value was .*$", Style), ""),
        (new(@"\b\w+TaskClientOptions(?: '[^']*')?: ", Style), ""),

        // Advice for code.
        (new(@" [A-Z][^.]* (?:by|with) \w+TaskFilter\.\w+\.", Style), ""),
        (new(@" Let the selection be Auto or ClientSide\.", Style), ""),
        (new(@", or see ""[^""]+"" in RECIPES\.md", Style), ""),
        (new(@" Review Added and Missing, and make a new plan\.", Style), " Make a new plan."),
        (new(@", the (?:Attempt)?Timeout(?=[ .])", Style), ""),
        (new(@"MaxReplyBytes = (\d+)", Style), "$1 bytes"),
        (new(@"MaxTargets needs a listing, which", Style), "--max-targets needs a listing, which"),
        (new(@", or leave \w+ null(?: for no constraint)?", Style), ", or leave the option out"),
        (new(@" Leave \w+ null, or name", Style), " Leave the option out, or name"),

        (new(@"a null, empty or blank value", Style), "an empty or blank value"),

        // Settings.
        (new(@"set AllowInsecureHttp", Style), "pass --insecure-http"),
        (new(@"\bEndpoint(?= must| may| is)|(?<=the one in |change )Endpoint\b", Style), "--endpoint"),
        (new(@"\bApiVersion(?= must|\.)", Style), "--setting api-version"),
        (new(@"VaultTimeZone(?= must)", Style), "--setting time-zone"),
        (new(@"Set VeevaVaultTaskClientOptions\.VaultTimeZone to that zone", Style), "Name that zone by --setting time-zone"),
        (new(@"set VaultId\b", Style), "pass --setting vault-id"),
        (new(@"VaultId(?= must| names)", Style), "--setting vault-id"),
        (new(@"CloudFoundryCredential\.AccessToken or FromDelegate", Style), "--auth token"),
        (new(@"CloudFoundryCredential\.ClientCredentials", Style), "--auth client"),

        // Options of commands.
        (new(@"set CancelOptions\.AllowAll", Style), "pass --all"),
        (new(@"CancelOptions\.AllowAll", Style), "--all"),
        (new(@"CancelOptions\.MaxTargets|MaxTargets(?= =| must| is)", Style), "--max-targets"),
        (new(@"CancelOptions\.PlanLifetime|PlanLifetime(?= must)", Style), "--valid-for"),
        (new(@"Execute it with DriftPolicy\.OnlyPlanned", Style), "Apply it with --drift only-planned"),
        (new(@"MaxConcurrency(?= must)", Style), "--concurrency"),
        (new(@"MaxTasks(?= must)", Style), "--max"),
        (new(@"another RunId", Style), "another --run"),
        .. from field in new[] { "Ids", "States", "Kinds", "Scopes", "Names" }
           select (new Regex($@"(?<=The filter's |filter by ){field}\b", Style), "--" + field[..^1].ToLowerInvariant()),
        .. from field in new[] { "Enqueued", "Started", "Finished" }
           select (new Regex($@"(?<=The filter's |filter by ){field}\b", Style), "--" + field.ToLowerInvariant()),
    ];

    /// <summary>Rewords a message.</summary>
    internal static string Of(string message) => Phrases.Aggregate(message, (text, phrase) => phrase.Text.Replace(text, phrase.Instead));
}
