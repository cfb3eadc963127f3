using System.Reflection;
using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The words that src/ARCHITECTURE.md retires are not in the public surface, and its paths through the code lead along files that are there.</summary>
public sealed partial class VocabularyTests
{
    private const string Page = "src/ARCHITECTURE.md";
    private const int MostFiles = 25;

    // Words of which each stood for a concept that has another name now. Where the wire uses one, it is in a value and not in a name.
    private static readonly string[] Retired =
    [
        "Look", "Looks", "Glance", "Settle", "Settled", "Descent", "Alarm", "Flight", "Wave", "Refiner", "Teller", "Objection", "Doubt", "Doubtful", "Spare", "Spared", "Foreign", "Frozen", "Unclear",
        "Cancelation", "Cancelled", "Cancelling", "Cancellable", "Whoever", "Nobody",
    ];

    private static readonly string[] RetiredNames = ["ServerWait", "WaitAtServer", "WaitUpTo", "LongestServerWait", "AtServer", "HeldUpBy", "SeenBefore", "MayList", "MayCancel"];

    [Test]
    public void No_retired_word_is_in_the_public_surface()
    {
        var names = Surface.Types.Where(type => type.IsVisible).SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(member => $"{type.Name}.{member.Name}").Append(type.Name)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(names, Has.Count.GreaterThan(1000));
            Assert.That(names.Where(name => Word().Matches(name).Any(word => Retired.Contains(word.Value, StringComparer.Ordinal)) || RetiredNames.Any(name.Contains)), Is.Empty);
        });
    }

    /// <summary>The way of a cancel through the code, file by file.</summary>
    [TestCase("A cancel by filter, on Meilisearch")]
    [TestCase("A batch of ids, on Veeva Vault")]
    public void A_way_through_the_code_is_short_and_leads_along_files_that_are_there(string title)
    {
        var page = Repository.Read(Page);
        var start = page.IndexOf($"### {title}\n", StringComparison.Ordinal);
        Assert.That(start, Is.Positive, title);
        var end = page.IndexOf("\n#", start + 1, StringComparison.Ordinal);
        string[] files = [.. Step().Matches(page[start..end]).Select(step => step.Groups["file"].Value)];

        Assert.Multiple(() =>
        {
            Assert.That(files.Distinct().Count(), Is.InRange(10, MostFiles));
            Assert.That(files.Where(file => !File.Exists(Path.Combine(Repository.Root, "src", file))), Is.Empty);
        });
    }

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\d+\. `(?<file>[^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Step();
}
