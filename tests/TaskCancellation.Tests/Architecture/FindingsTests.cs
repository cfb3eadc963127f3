using System.Text;
using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Holds the tests against the list of what real servers showed, and writes down which test shows which row.</summary>
public sealed partial class FindingsTests
{
    private const string Table = "tests/TaskCancellation.Tests/Architecture/findings.md";

    [Test]
    public void Every_finding_has_its_test_and_every_test_of_a_finding_names_one()
    {
        string[] findings = [.. Row().Matches(Repository.Read(Table)).Select(row => row.Groups["id"].Value)];
        var tests = Repository.Files("tests", deep: true).SelectMany(TestsIn).ToLookup(test => test.Finding, test => test.Name);

        var report = new StringBuilder("| finding | tests |\n| --- | --- |\n");
        report.AppendJoin("", findings.Select(id => $"| {id} | {string.Join(", ", tests[id].Distinct().Select(name => $"`{name}`"))} |\n"));
        File.WriteAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "findings-coverage.md"), report.ToString());

        using var all = Assert.EnterMultipleScope();
        Assert.That(findings, Is.Unique.And.Not.Empty);
        Assert.That(findings.Where(id => !tests.Contains(id)), Is.Empty, "findings without a test");
        Assert.That(tests.Select(test => test.Key).Except(findings), Is.Empty, "tests of findings that are not in the list");
    }

    /// <summary>The findings named in a file's categories, each with the test (or, on a class, the class) that follows.</summary>
    private static IEnumerable<(string Finding, string Name)> TestsIn(string path)
    {
        var source = Repository.Read(path);
        return from category in Category().Matches(source)
               let owner = Owner().Match(source, category.Index)
               where owner.Success
               from finding in category.Groups["id"].Captures
               select (finding.Value, owner.Groups["name"].Value);
    }

    [GeneratedRegex(@"^\| (?<id>(?:[a-z]{2}-)?[A-Z](?:-?[A-Z0-9]+|-[a-z]+)?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"Category(?:\(| = )""(?:(?:Finding (?<id>[^,""]+)|[^,""]*),?)*""")]
    private static partial Regex Category();

    [GeneratedRegex(@"^ *(?:public|internal) (?:(?:async|static|sealed|partial|abstract) )*(?:class|[\w<>\[\]?, ]+) (?<name>\w+)(?=\(|$| *:)", RegexOptions.Multiline)]
    private static partial Regex Owner();
}
