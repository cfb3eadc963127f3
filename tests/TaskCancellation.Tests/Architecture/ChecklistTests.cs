using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Holds the test categories against the checklists of the services, and writes down what is covered.</summary>
public sealed partial class ChecklistTests
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "TaskCancellation.Tests");

    [Test]
    public void Every_category_names_a_line_of_a_checklist_and_the_coverage_is_written_down()
    {
        var tests = CategoriesOfTests();
        var report = new StringBuilder("| checklist | lines | shown by emulator tests | shown by client tests | not shown at all |\n| --- | --- | --- | --- | --- |\n");
        var known = new HashSet<string>();
        foreach (var service in Services())
        {
            var lines = LinesOf(service);
            known.UnionWith(lines);
            var emulator = lines.Count(line => tests.Any(test => test.Id == line && test.IsOfEmulator));
            var client = lines.Count(line => tests.Any(test => test.Id == line && !test.IsOfEmulator));
            string[] missing = [.. lines.Where(line => tests.All(test => test.Id != line))];
            report.Append(CultureInfo.InvariantCulture, $"| {service} | {lines.Count} | {emulator} | {client} | {(missing.Length == 0 ? "none" : string.Join(", ", missing))} |\n");
        }

        File.WriteAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "checklist-coverage.md"), report.ToString());
        TestContext.Out.WriteLine(report);
        Assert.That(tests.Select(test => test.Id).Where(id => !known.Contains(id)), Is.Empty, "categories that name no line");
    }

    private static IEnumerable<string> Services() =>
        Directory.GetDirectories(Folder)
            .Where(folder => File.Exists(Path.Combine(folder, "checklist.md")))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal);

    private static List<string> LinesOf(string service) =>
        [.. File.ReadLines(Path.Combine(Folder, service, "checklist.md"))
            .Select(line => LineId().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)];

    private static List<(string Id, bool IsOfEmulator)> CategoriesOfTests() =>
        [.. from type in Assembly.GetExecutingAssembly().GetTypes()
            from member in type.GetMethods().Cast<MemberInfo>().Append(type)
            from category in member.GetCustomAttributes<CategoryAttribute>().Select(attribute => attribute.Name)
                .Concat(member.GetCustomAttributes<TestCaseAttribute>().SelectMany(attribute => attribute.Category?.Split(',') ?? []))
            where CategoryId().IsMatch(category)
            select (category, (type.Namespace ?? "").EndsWith(".Emulator", StringComparison.Ordinal))];

    [GeneratedRegex(@"^\W*([A-Z]{2}-\d+\.\d+)\b")]
    private static partial Regex LineId();

    [GeneratedRegex(@"^[A-Z]{2}-\d+\.\d")]
    private static partial Regex CategoryId();
}
