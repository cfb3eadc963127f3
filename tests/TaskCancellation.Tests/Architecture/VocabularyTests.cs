using System.Reflection;
using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The words that src/ARCHITECTURE.md retires are not in the public surface.</summary>
public sealed partial class VocabularyTests
{
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

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Word();
}
