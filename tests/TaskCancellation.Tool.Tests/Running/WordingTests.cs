using System.Text.RegularExpressions;

namespace TaskCancellation.Tool.Tests.Running;

/// <summary>What users of the tool read names options of the tool, and nothing that only code can set.</summary>
internal sealed partial class WordingTests
{
    // What the tool has no way to cause: options of the HTTP client, credentials of code, JSON settings.
    private static readonly string[] Unreachable = ["Settings", "Stored data"];

    private static IEnumerable<string> Messages =>
        from section in Repository.Read("tests/TaskCancellation.Tests/Messages/messages.md").Split("\n## ").Skip(1)
        where !Unreachable.Contains(section.Split('\n')[0])
        from line in section.Split('\n')
        where line.StartsWith("- **", StringComparison.Ordinal)
        select line[(line.IndexOf("**: ", StringComparison.Ordinal) is >= 0 and var plain ? plain + 4 : line.IndexOf("): ", StringComparison.Ordinal) + 3)..];

    [Test]
    public void No_message_names_what_only_code_can_set()
    {
        Assert.That(Messages.Count(), Is.GreaterThan(100));
        Assert.That(Messages.Select(Wording.Of).Where(text => NameOfCode().IsMatch(text)), Is.Empty);
    }

    [TestCase("VeevaVaultTaskClientOptions: VaultTimeZone must be the id of a time zone; it is 'x'. (Parameter 'VaultTimeZone')", "--setting time-zone must be the id of a time zone; it is 'x'.")]
    [TestCase("VeevaVaultTaskClientOptions: ApiVersion must be v25.3 or later. (Parameter 'ApiVersion')", "--setting api-version must be v25.3 or later.")]
    [TestCase("The version goes into ApiVersion.", "The version goes into --setting api-version.")]
    [TestCase("Trust its authority: set SSL_CERT_FILE, or see \"A private certificate authority\" in RECIPES.md (asked GET / at https://a).", "Trust its authority: set SSL_CERT_FILE (asked GET / at https://a).")]
    [TestCase("The filter's Scopes is an empty list. Name the values, or leave Scopes null for no constraint.", "The filter's --scope is an empty list. Name the values, or leave the option out.")]
    [TestCase("Cloud Foundry cannot filter by Finished: it does not record it. Filter by CloudFoundryTaskFilter.Updated.", "Cloud Foundry cannot filter by --finished: it does not record it.")]
    [TestCase("The plan was good until then. Make a new one, or give plans a longer CancelOptions.PlanLifetime.", "The plan was good until then. Make a new one, or give plans a longer --valid-for.")]
    [TestCase("Run \"a\" is open already. Let it end first, or use another RunId.", "Run \"a\" is open already. Let it end first, or use another --run.")]
    public void A_name_is_what_the_tool_calls_it(string message, string expected) => Assert.That(Wording.Of(message), Is.EqualTo(expected));

    [GeneratedRegex(@"\b(?:\w+Options|\w+TaskFilter|\w+Policy|\w+Credential)\.\w+|\bEndpoint\b|\b\w+TaskClientOptions\b|\b(?:Max[A-Z]\w+|AttemptTimeout|AllowInsecureHttp|ClientSide|RunId)\b|RECIPES|\(Parameter|\bnull\b", RegexOptions.CultureInvariant)]
    private static partial Regex NameOfCode();
}
