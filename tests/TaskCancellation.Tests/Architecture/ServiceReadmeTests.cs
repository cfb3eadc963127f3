using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Every service has a README beside its client, with the same sections in the same order; what the code decides in it is what the code says.</summary>
public sealed partial class ServiceReadmeTests
{
    private const int FewestLines = 100;
    private const int MostLines = 230;

    private static readonly string[] Sections =
    [
        "## Endpoints", "## Wire facts", "## Filter fields", "## Capabilities", "## State machine", "### States", "### Refusal codes", "### Replies and verdicts",
        "## Identity", "## Lists and pages", "## Authentication", "## Limits", "## Verified and inferred", "## Versions",
    ];

    private static TaskClient[] Clients => ServiceClients.All;

    [TestCaseSource(nameof(Clients))]
    public void What_the_code_decides_is_printed_from_it(TaskClient client)
    {
        var printed = ServiceTables.Print(client);
        var all = string.Join('\n', printed.Select(section => $"{section.Heading}\n\n{section.Text}"));
        File.WriteAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, $"service-tables-{ServiceClients.FolderOf(client)}.md"), all);

        using var together = Assert.EnterMultipleScope();
        foreach (var (heading, text) in printed)
        {
            Assert.That(Read(client), Does.Contain($"\n{heading}\n\n{text}"), $"{heading}; service-tables-*.md beside the tests have the text");
        }
    }

    [TestCaseSource(nameof(Clients))]
    public void It_has_the_sections_of_all_others_in_their_order(TaskClient client) =>
        Assert.That(Read(client).Split('\n').Where(line => line.StartsWith("##", StringComparison.Ordinal) && Sections.Contains(line)), Is.EqualTo(Sections));

    [TestCaseSource(nameof(Clients))]
    public void It_is_a_page_or_two(TaskClient client) => Assert.That(Read(client).Split('\n'), Has.Length.InRange(FewestLines, MostLines));

    /// <summary>A wire fact is a row with its source, and says how well it is known.</summary>
    [TestCaseSource(nameof(Clients))]
    public void Every_wire_fact_says_how_it_is_known(TaskClient client)
    {
        string[] facts =
        [
            .. Read(client).Split('\n')
                .SkipWhile(line => line != "## Wire facts").Skip(1)
                .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
                .Where(line => line.StartsWith('|') && !line.StartsWith("| fact", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)),
        ];
        using var together = Assert.EnterMultipleScope();
        Assert.That(facts, Is.Not.Empty);
        Assert.That(facts.Where(fact => fact.Trim('|', ' ').Split(" | ") is not [_, _, var known] || !(known.StartsWith("seen", StringComparison.Ordinal) || known.StartsWith("documented", StringComparison.Ordinal) || known.StartsWith("source", StringComparison.Ordinal) || known.StartsWith("inferred", StringComparison.Ordinal))), Is.Empty);
    }

    /// <summary>Facts are cited from recordings that are there.</summary>
    [TestCaseSource(nameof(Clients))]
    public void Every_recording_that_is_named_exists(TaskClient client)
    {
        var recordings = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/TaskCancellation.Recordings/data"), "*.jsonl*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file).Split(".jsonl")[0]).ToHashSet();
        var named = NamedRecording().Matches(Read(client)).Select(match => match.Groups["name"].Value);
        Assert.That(named.Where(name => !recordings.Contains(name)), Is.Empty);
    }

    [GeneratedRegex(@"`(?<name>(?:meilisearch|elasticsearch|opensearch|cloud_controller)-[0-9][\w.-]*)`")]
    private static partial Regex NamedRecording();

    private static string Read(TaskClient client) => Repository.Read($"src/TaskCancellation/{ServiceClients.FolderOf(client)}/README.md");
}
