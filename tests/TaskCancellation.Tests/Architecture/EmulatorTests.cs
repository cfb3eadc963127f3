using System.Reflection;
using System.Runtime.CompilerServices;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The emulators have the same files, the same folders and the same words.</summary>
public sealed class EmulatorTests
{
    private const string Package = "src/TaskCancellation.Testing";

    private static readonly string[] Cast =
    [
        "{0}Emulator.cs", "{0}Emulator.Hooks.cs", "{0}Emulator.Settings.cs", "{0}Row.cs", "{0}Task.cs", "{0}User.cs",
        "Internal/Access/{0}Users.cs",
        "Internal/Model/{0}Store.cs", "Internal/Model/{0}StoredTask.cs", "Internal/Model/{0}Lifecycle.cs",
        "Internal/Wire/{0}Refusal.cs", "Internal/Wire/{0}TaskRoutes.cs",
    ];

    /// <summary>Words that were given up for one that all emulators use, and spellings that are the wire's alone.</summary>
    private static readonly string[] Retired =
        ["RunsFor", "StartsAfter", "CancelEnds", "VisibleAfter", "TimesOutAfter", "Uid", "Status", "ModifiedAt", "EndedAt", "RunEndAt", "Secret", "AppGuid", "SpaceGuid", "Cancels"];

    private static IEnumerable<string> Services => Dialects.All;

    [TestCaseSource(nameof(Services))]
    public void An_emulator_has_the_files_of_its_siblings(string service) =>
        Assert.That(Cast.Select(file => string.Format(null, file, service)).Where(file => !File.Exists(Path.Combine(Repository.Root, Package, service, file))), Is.Empty);

    [TestCaseSource(nameof(Services))]
    public void What_is_not_public_is_in_the_folders_of_its_siblings(string service)
    {
        Assert.That(Repository.Folders($"{Package}/{service}"), Is.EqualTo(new[] { "Internal" }));
        Assert.That(Repository.Folders($"{Package}/{service}/Internal"), Is.EquivalentTo(new[] { "Access", "Model", "Wire" }));
        Assert.That(Repository.Files($"{Package}/{service}/Internal"), Is.Empty);
    }

    [TestCaseSource(nameof(Services))]
    public void Public_types_have_the_prefix_of_their_service(string service) =>
        Assert.That(Surface.Testing.GetExportedTypes().Where(type => type.Namespace == $"TaskCancellation.Testing.{service}").Select(type => type.Name), Is.All.StartsWith(service));

    [Test]
    public void No_two_types_have_the_same_name() => Assert.That(
        Surface.Testing.GetTypes().Where(type => !type.IsNested && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null).Select(type => type.Name),
        Is.Unique);

    [Test]
    public void What_describes_a_task_has_the_words_that_all_emulators_share()
    {
        var records = Surface.Testing.GetExportedTypes().Where(type => type.Name.EndsWith("Task", StringComparison.Ordinal) || type.Name.EndsWith("Row", StringComparison.Ordinal) || type.Name.EndsWith("User", StringComparison.Ordinal));
        Assert.That(records.SelectMany(type => type.GetProperties()).Select(member => member.Name), Has.None.AnyOf(Retired));
    }

    [Test]
    public void Canceled_is_spelled_as_in_NET() => Assert.That(
        Surface.Testing.GetExportedTypes().SelectMany(type => type.GetMembers().Select(member => member.Name).Append(type.Name)),
        Has.None.Match("Cancelled|Cancellable|Cancelling|Cancelation"));
}
