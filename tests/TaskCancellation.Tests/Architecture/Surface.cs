using System.Reflection;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Journal.Sqlite;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The assemblies that users reference.</summary>
internal static class Surface
{
    internal static Assembly Core { get; } = typeof(TaskClient).Assembly;

    internal static Assembly Clients { get; } = typeof(CloudFoundryTaskClient).Assembly;

    internal static Assembly Testing { get; } = typeof(ServiceEmulator).Assembly;

    internal static Assembly Journals { get; } = typeof(SqliteCancellationJournal).Assembly;

    internal static IReadOnlyList<Assembly> Assemblies { get; } = [Core, Clients, Testing, Journals];

    internal static IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetExportedTypes());

    internal static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null);
}
