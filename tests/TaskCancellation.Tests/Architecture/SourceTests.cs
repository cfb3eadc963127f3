using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>What the source files look like: short, one public type in each, nothing public among the internals.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 400;
    private static readonly string[] Inside = ["Internal", "Wire", "Queue"];

    private static IReadOnlyList<(string File, string Type)> PublicTypes { get; } =
        [.. from file in Repository.Files("src", deep: true) from type in TypesIn(Repository.Read(file)) select (file, type)];

    [TestCase("src")]
    [TestCase("tests")]
    [TestCase("samples")]
    public void No_file_is_longer_than_400_lines(string folder)
    {
        var files = Repository.Files(folder, deep: true).ToList();
        Assert.That(files, Is.Not.Empty);
        Assert.That(files.Where(file => Repository.Read(file).TrimEnd('\n').Split('\n').Length > MaxLines), Is.Empty);
    }

    [Test]
    public void What_replies_hold_goes_wrong_in_one_place() =>
        Assert.That(
            Repository.Files("src/TaskCancellation", deep: true).Where(file => CatchOfJson().IsMatch(Repository.Read(file))).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "WireReader.cs", "CancellationJson.cs" }),
            "the second reads what we have stored");

    [Test]
    public void Every_public_type_is_seen()
    {
        var exported = Surface.Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsNested).Select(type => type.Name.Split('`')[0]);
        Assert.That(PublicTypes.Select(one => one.Type).Distinct(), Is.EquivalentTo(exported));
    }

    [Test]
    public void A_file_has_one_public_type_at_most() =>
        Assert.That(PublicTypes.GroupBy(one => one.File).Where(types => types.Count() > 1).Select(types => types.Key), Is.Empty);

    [Test]
    public void A_public_type_is_in_the_file_of_its_name() =>
        Assert.That(PublicTypes.Where(one => Path.GetFileName(one.File).Split('.')[0] != one.Type), Is.Empty);

    [Test]
    public void Nothing_is_public_among_wire_formats_and_internals() =>
        Assert.That(PublicTypes.Where(one => one.File.Split('/').Intersect(Inside).Any()), Is.Empty);

    [TestCase("public class Reply;", "Reply")]
    [TestCase("public sealed partial record Reply(string Text);\ninternal class Other;", "Reply")]
    [TestCase("public readonly record struct Reply<T>(T Value);\npublic enum Kind;", "Reply,Kind")]
    [TestCase("public delegate Task Reply(int count);\npublic static class All\n{\n    public class Inner;\n}", "Reply,All")]
    [TestCase("internal sealed class Reply\n{\n    public string Text => \"\";\n}", "")]
    public void Public_types_are_read_from_the_source(string source, string expected) => Assert.That(string.Join(',', TypesIn(source)), Is.EqualTo(expected));

    private static IEnumerable<string> TypesIn(string source) =>
        PublicType().Matches(source).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^public [^(\n]*?\b(?:record struct|record class|class|record|struct|interface|enum|delegate \S+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"catch[^{]*\bJsonException\b")]
    private static partial Regex CatchOfJson();
}
