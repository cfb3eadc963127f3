using System.Reflection;
using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The pages of the repository: what they link to is there, and they cite nothing that a reader of the repository cannot open.</summary>
public sealed partial class PageTests
{
    private static readonly ILookup<string, Type> Types = Surface.Types.ToLookup(type => type.Name.Split('`')[0], StringComparer.Ordinal);
    private static readonly HashSet<string> Members = Surface.Types.SelectMany(MembersOf).ToHashSet(StringComparer.Ordinal);

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

    /// <summary>Names of the library, told by what they end in or by a type before a dot, are names that it has.</summary>
    [TestCaseSource(nameof(Pages))]
    public void Names_of_the_library_are_those_it_has(string page)
    {
        var text = Repository.Read(page);
        var unknown = from name in Name().Matches(text).Select(match => match.Groups["name"].Value).Distinct()
                      where !Types.Contains(name) && !Members.Contains(name) && Type.GetType("System." + name) is null
                      select name;
        var absent = from match in Qualified().Matches(text)
                     let type = match.Groups["type"].Value
                     where Types.Contains(type) && !Types[type].SelectMany(MembersOf).Contains(match.Groups["member"].Value)
                     select $"{type}.{match.Groups["member"].Value}";
        Assert.That(unknown.Concat(absent), Is.Empty);
    }

    /// <summary>NuGet shows it where no file of the repository is: it links to none, and names other packages by their names.</summary>
    [TestCase("TaskCancellation")]
    [TestCase("TaskCancellation.Core")]
    [TestCase("TaskCancellation.Journal.Sqlite")]
    [TestCase("TaskCancellation.Testing")]
    public void A_package_has_a_page_of_its_own(string package)
    {
        var page = Repository.Read($"src/{package}/README.md");
        using var all = Assert.EnterMultipleScope();
        Assert.That(page, Does.StartWith($"# {package}\n").And.Contain($"dotnet add package {package}\n").And.Contain("## First program").And.Contain("## What it promises").And.Contain("## Related packages"));
        Assert.That(page.Split('\n'), Has.Length.InRange(40, package == "TaskCancellation" ? 120 : 90));
        Assert.That(Link().Matches(page).Select(link => link.Groups["target"].Value).Where(target => !target.StartsWith("https://", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_tool_has_a_page_of_its_own()
    {
        var page = Repository.Read("src/TaskCancellation.Tool/README.md");
        using var all = Assert.EnterMultipleScope();
        Assert.That(page, Does.StartWith("# TaskCancellation.Tool\n").And.Contain("dotnet tool install --global TaskCancellation.Tool").And.Contain("## What it promises").And.Contain("## Related packages"));
        Assert.That(page.Split('\n'), Has.Length.InRange(40, 90));
        Assert.That(Link().Matches(page).Select(link => link.Groups["target"].Value).Where(target => !target.StartsWith("https://", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<string> MembersOf(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy).Where(IsSeen).Select(member => member.Name);

    private static bool IsSeen(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily,
        PropertyInfo property => property.GetMethod is { IsPublic: true } or { IsFamily: true },
        FieldInfo field => field.IsPublic,
        _ => true,
    };

    [GeneratedRegex(@"`(?<name>[A-Z]\w+(?:Async|Options|Exception|TaskClient|Credential|Journal|Emulator|Clock|Report|Plan|Outcome|Snapshot))`")]
    private static partial Regex Name();

    [GeneratedRegex(@"`(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)(?=[`(])")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
