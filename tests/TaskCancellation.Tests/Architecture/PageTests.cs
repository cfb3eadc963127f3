using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The pages of the repository: what they link to is there, and they cite nothing that a reader of the repository cannot open.</summary>
public sealed partial class PageTests
{
    private static IEnumerable<string> Pages => Repository.Pages();

    [Test]
    public void The_pages_are_found() => Assert.That(Pages, Is.SupersetOf(new[] { "README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", "tests/README.md", "src/TaskCancellation/Meilisearch/README.md" }));

    [TestCaseSource(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var targets = Link().Matches(Repository.Read(page)).Select(link => link.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'));
        Assert.That(targets.Where(target => !Path.Exists(Path.Combine(folder, target.Split('#')[0]))), Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void Nothing_is_cited_from_outside(string page) =>
        Assert.That(Repository.Read(page), Does.Not.Contain("../shared").And.Not.Contain("contract page"));

    /// <summary>NuGet shows it where no file of the repository is: it links to none, and names other packages by their names.</summary>
    [TestCase("TaskCancellation")]
    [TestCase("TaskCancellation.Core")]
    [TestCase("TaskCancellation.Journal.Sqlite")]
    public void A_package_has_a_page_of_its_own(string package)
    {
        var page = Repository.Read($"src/{package}/README.md");
        using var all = Assert.EnterMultipleScope();
        Assert.That(page, Does.StartWith($"# {package}\n").And.Contain($"dotnet add package {package}\n").And.Contain("## First program").And.Contain("## What it promises").And.Contain("## Related packages"));
        Assert.That(page.Split('\n'), Has.Length.InRange(40, 90));
        Assert.That(Link().Matches(page).Select(link => link.Groups["target"].Value).Where(target => !target.StartsWith("https://", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
