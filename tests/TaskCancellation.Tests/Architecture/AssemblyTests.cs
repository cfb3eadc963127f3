using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Architecture;

/// <summary>What the assemblies reference and export.</summary>
public sealed partial class AssemblyTests
{
    private static readonly string[] NamespacesOfClients = ["TaskCancellation", "TaskCancellation.Http", "Microsoft.Extensions.DependencyInjection", .. Dialects.All.Select(name => "TaskCancellation." + name)];
    private static readonly string[] NamespacesOfTesting = ["TaskCancellation.Testing", .. Dialects.All.Select(name => "TaskCancellation.Testing." + name)];

    [Test]
    public void The_core_knows_neither_HTTP_nor_JSON()
    {
        var references = Surface.Core.GetReferencedAssemblies().Select(reference => reference.Name!);
        Assert.That(references, Is.All.StartWith("System.").And.All.Not.StartWith("System.Net").And.All.Not.StartWith("System.Text.Json"));
        Assert.That(Surface.Clients.GetReferencedAssemblies().Select(reference => reference.Name), Does.Contain("System.Net.Http"), "a reference that is used is seen");
    }

    [Test]
    public void The_emulators_know_nothing_of_the_clients() =>
        Assert.That(Surface.Testing.GetReferencedAssemblies().Select(reference => reference.Name), Has.None.EqualTo("TaskCancellation"));

    /// <summary>Only the history checker, which is no emulator, uses the core: an emulator with the tables of the clients would prove nothing.</summary>
    [Test]
    public void The_emulators_use_nothing_of_the_core()
    {
        var own = Surface.Testing.GetTypes().SelectMany(type => type.GetProperties().Select(property => property.Name).Append(type.Name)).ToHashSet();
        var core = Surface.Core.GetExportedTypes().Select(type => type.Name.Split('`')[0]).Where(name => !own.Contains(name)).ToHashSet();
        bool UsesCore(string file) => Code().Replace(Repository.Read(file), "").Split(Separators).Any(core.Contains);
        var files = Repository.Files("src/TaskCancellation.Testing", deep: true).ToLookup(file => file.Contains("/History/", StringComparison.Ordinal));

        Assert.Multiple(() =>
        {
            Assert.That(files[false].Where(UsesCore), Is.Empty);
            Assert.That(files[true].Count(UsesCore), Is.GreaterThan(5), "a use is seen");
        });
    }

    [Test]
    public void A_journal_knows_the_core_and_its_database_and_no_client() =>
        Assert.That(
            Surface.Journals.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)),
            Is.EquivalentTo(new[] { "TaskCancellation.Core", "Microsoft.Data.Sqlite" }));

    [Test]
    public void Public_types_are_where_the_namespaces_say()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Surface.Core.GetExportedTypes().Select(type => type.Namespace).Distinct(), Is.EquivalentTo(new[] { "TaskCancellation", "TaskCancellation.Providers" }));
            Assert.That(Surface.Clients.GetExportedTypes().Select(type => type.Namespace).Distinct(), Is.EquivalentTo(NamespacesOfClients));
            Assert.That(Surface.Testing.GetExportedTypes().Select(type => type.Namespace).Distinct(), Is.EquivalentTo(NamespacesOfTesting));
            Assert.That(Surface.Journals.GetExportedTypes().Select(type => type.Namespace).Distinct(), Is.EqualTo(new[] { "TaskCancellation.Journal.Sqlite" }));
        });
    }

    [Test]
    public void Only_registrations_are_in_the_namespace_of_dependency_injection() =>
        Assert.That(
            Surface.Types.Where(type => type.Namespace == "Microsoft.Extensions.DependencyInjection").Select(type => type.Name),
            Is.EquivalentTo(Dialects.All.Append("TaskClient").Select(name => name + "ServiceCollectionExtensions")));

    [Test]
    public void No_interface_is_exported() => Assert.That(Surface.Types.Where(type => type.IsInterface), Is.Empty);

    [Test]
    public void No_type_of_JSON_is_in_what_is_public()
    {
        var used = from type in Surface.Types
                   from member in type.GetMethods().Where(method => method.DeclaringType == type)
                   from one in member.GetParameters().Select(parameter => parameter.ParameterType).Append(member.ReturnType)
                   where one.ToString().Contains("System.Text.Json", StringComparison.Ordinal)
                   select $"{type.Name}.{member.Name}";
        Assert.That(used, Is.Empty);
    }

    private static readonly char[] Separators = [.. Enumerable.Range(0, 128).Select(code => (char)code).Where(one => !char.IsAsciiLetterOrDigit(one) && one != '_')];

    // Comments and texts are no code.
    [GeneratedRegex(@"//[^\n]*|""(?:\\.|[^""\\\n])*""")]
    private static partial Regex Code();
}
