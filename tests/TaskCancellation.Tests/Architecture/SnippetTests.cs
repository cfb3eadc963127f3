using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The C# blocks of the root README and of the recipes are those of <see cref="PageSnippets"/>, which compile.</summary>
public sealed partial class SnippetTests
{
    private const string Source = "tests/TaskCancellation.Tests/Architecture/PageSnippets.cs";

    [TestCase("README.md")]
    [TestCase("src/TaskCancellation/RECIPES.md")]
    public void The_blocks_of_the_page_compile(string page) =>
        Assert.That(Block().Matches(Repository.Read(page)).Select(block => block.Groups["code"].Value), Is.Not.Empty.And.EquivalentTo(Regions(page)));

    [Test]
    public async Task The_first_test_on_an_emulator_passes() => await PageSnippets.Emulator();

    private static IEnumerable<string> Regions(string page)
    {
        foreach (var region in Region().Matches(Repository.Read(Source)).Where(region => region.Groups["page"].Value == page))
        {
            var lines = region.Groups["code"].Value.Split('\n');
            yield return string.Join('\n', lines.Select(line => line.Length > 8 ? line[8..] : line.TrimStart()));
        }
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^        #region (?<page>[^\n:]+): [^\n]*\n(?<code>.*?)\n        #endregion$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();
}
