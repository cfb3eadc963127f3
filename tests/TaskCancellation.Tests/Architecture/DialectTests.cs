using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Every dialect has the whole set: files, emulator, conformance, README line, scene.</summary>
public sealed class DialectTests
{
    private static readonly string[] Types =
        [.. new[] { typeof(CloudFoundryTaskClient), typeof(ServiceEmulator) }.SelectMany(type => type.Assembly.GetExportedTypes()).Select(type => type.Name)];

    private static readonly string[] Conformance =
        [.. typeof(ConformanceTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ConformanceTests))).Select(type => type.Name)];

    private static readonly string[] Whole = ["MadeUpTaskClient", "MadeUpTaskClientOptions", "MadeUpCredential", "MadeUpTaskFilter", "MadeUpTaskDetails", "MadeUpServiceCollectionExtensions"];

    private static IEnumerable<string> Names => Dialects.All;

    [Test]
    public void The_dialects_are_found() => Assert.That(Names, Is.SupersetOf(new[] { "CloudFoundry", "Meilisearch" }));

    [TestCaseSource(nameof(Names))]
    public void Its_set_is_complete(string name)
    {
        var files = Repository.Files($"src/TaskCancellation/{name}").Select(file => Path.GetFileNameWithoutExtension(file)!).ToList();
        Assert.That(Dialects.FindProblems(name, files, Types, Conformance, Repository.Read("README.md").Split('\n'), Repository.Read("samples/Quickstart/Service.cs")), Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public void Its_emulator_and_its_tests_have_folders_of_their_own(string name)
    {
        Assert.That(Repository.Folders("src/TaskCancellation.Testing"), Does.Contain(name));
        Assert.That(Repository.Folders("tests/TaskCancellation.Tests"), Does.Contain(name));
    }

    [Test]
    public void A_complete_made_up_set_passes() => Assert.That(FindProblems(), Is.Empty);

    [Test]
    public void An_incomplete_made_up_set_is_told_part_by_part()
    {
        Assert.Multiple(() =>
        {
            Assert.That(FindProblems(files: Whole[..^1]), Is.EqualTo(new[] { "no file MadeUpServiceCollectionExtensions.cs" }));
            Assert.That(FindProblems(files: [.. Whole, "MadeUpHelper"]), Is.EqualTo(new[] { "a file MadeUpHelper.cs that the other dialects do not have" }));
            Assert.That(FindProblems(types: [.. Whole[1..], "MadeUpEmulator"]), Is.EqualTo(new[] { "no public type MadeUpTaskClient" }));
            Assert.That(FindProblems(types: Whole), Is.EqualTo(new[] { "no emulator MadeUpEmulator" }));
            Assert.That(FindProblems(conformance: "OtherConformanceTests"), Is.EqualTo(new[] { "no subclass MadeUpConformanceTests" }));
            Assert.That(FindProblems(readme: "Once there was a `MadeUpTaskClient`."), Is.EqualTo(new[] { "no line in the README's table" }));
            Assert.That(FindProblems(scenes: "new OtherScene(clock)"), Is.EqualTo(new[] { "no scene in the Quickstart" }));
        });
    }

    [Test]
    public void Every_exception_exists_and_has_its_reason()
    {
        var files = Names.SelectMany(name => Repository.Files($"src/TaskCancellation/{name}")).Select(Path.GetFileNameWithoutExtension);
        Assert.That(Dialects.Exceptions.Keys, Is.SubsetOf(files));
        Assert.That(Dialects.Exceptions.Values, Is.All.Not.Empty);
    }

    private static IEnumerable<string> FindProblems(
        string[]? files = null, string[]? types = null, string conformance = "MadeUpConformanceTests", string readme = "| Made up | `MadeUpTaskClient` | nothing |", string scenes = "new MadeUpScene(clock)") =>
        Dialects.FindProblems("MadeUp", files ?? Whole, types ?? [.. Whole, "MadeUpEmulator"], [conformance], [readme], scenes);
}
