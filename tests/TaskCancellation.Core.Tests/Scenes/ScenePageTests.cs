using System.Text;

namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>Each scene, with everything it says, against its section of scenes.md. The page is read before it is changed: it is held against README.md and ARCHITECTURE.md by whoever changes it.</summary>
public sealed class ScenePageTests
{
    private const string Page = "tests/TaskCancellation.Core.Tests/Scenes/scenes.md";

    private static readonly Lazy<Dictionary<string, string>> Sections = new(() => TaskCancellation.Tests.Repository.Read(Page).Split("\n## ").Skip(1)
        .Select(section => section.Split("\n\n```text\n")).ToDictionary(parts => parts[0], parts => parts[1].TrimEnd().TrimEnd('`').TrimEnd()));

    private static IEnumerable<Scene> All => [.. CancelScenes.All, .. FilterScenes.All, .. WaitScenes.All, .. PlanScenes.All, .. RunScenes.All, .. BatchScenes.All, .. ModelScenes.All];

    private static IEnumerable<TestCaseData> Cases() => All.Select(scene => new TestCaseData(scene).SetArgDisplayNames(scene.Name));

    [TestCaseSource(nameof(Cases))]
    public async Task It_says(object scene) => Assert.That(await ((Scene)scene).PlayAsync(), Is.EqualTo(Sections.Value.GetValueOrDefault(((Scene)scene).Name)), "scenes.md beside the tests has the text");

    [Test]
    public void No_section_is_without_a_scene_and_no_name_is_used_twice() => Assert.That(Sections.Value.Keys, Is.EqualTo(All.Select(scene => scene.Name)));

    [Test]
    public async Task The_page_is_printed_beside_the_tests()
    {
        var page = new StringBuilder("# What a call says, and what it asks for\n\nMade by `ScenePageTests` against the scripted service, on virtual time, and compared with what the calls say. What is at its default is left out.\n");
        foreach (var scene in All)
        {
            page.Append("\n## ").Append(scene.Name).Append("\n\n```text\n").Append(await scene.PlayAsync()).Append("\n```\n");
        }

        await File.WriteAllTextAsync(Path.Combine(TestContext.CurrentContext.TestDirectory, "scenes.md"), page.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.That(Sections.Value, Has.Count.EqualTo(All.Count()), "scenes.md beside the tests has the text");
    }
}
