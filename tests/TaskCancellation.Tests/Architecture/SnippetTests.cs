using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The C# blocks of the root README are those of <see cref="PageSnippets"/>, which compile.</summary>
public sealed partial class SnippetTests
{
    private const string Source = "tests/TaskCancellation.Tests/Architecture/PageSnippets.cs";

    [Test]
    public void The_blocks_of_the_page_compile() =>
        Assert.That(Block().Matches(Repository.Read("README.md")).Select(block => block.Groups["code"].Value), Is.EquivalentTo(Regions()));

    [Test]
    public async Task The_first_test_on_an_emulator_passes() => await PageSnippets.Emulator();

    private static IEnumerable<string> Regions()
    {
        foreach (Match region in Region().Matches(Repository.Read(Source)))
        {
            var lines = region.Groups["code"].Value.Split('\n');
            yield return string.Join('\n', lines.Select(line => line.Length > 8 ? line[8..] : line.TrimStart()));
        }
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^        #region README\.md: [^\n]*\n(?<code>.*?)\n        #endregion$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();
}
