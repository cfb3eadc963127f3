using System.Reflection;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Safety;

/// <summary>The services of the library, each by the name of its folder, with the harness of the conformance suite. A service of a sample is held by that suite alone.</summary>
internal static class Services
{
    private const string Ending = "Harness";

    private static Assembly Clients => typeof(CloudFoundryTaskFilter).Assembly;

    internal static IReadOnlyList<string> All { get; } =
    [
        .. from type in typeof(ServiceHarness).Assembly.GetTypes()
           where type.IsSubclassOf(typeof(ServiceHarness))
           let name = type.Name[..^Ending.Length]
           where Clients.GetType($"TaskCancellation.{name}.{name}TaskClient") is not null
           orderby name
           select name,
    ];

    internal static ServiceHarness Create(string name, HarnessTransport? transport = null) => Create(name, TestClock.Create(), transport);

    internal static ServiceHarness Create(string name, VirtualClock clock, HarnessTransport? transport) =>
        (ServiceHarness)Activator.CreateInstance(typeof(ServiceHarness).Assembly.GetType($"{typeof(ServiceHarness).Namespace}.{name}{Ending}", throwOnError: true)!, clock, false, transport)!;

    /// <summary>The service's own filter.</summary>
    internal static Type FilterOf(string name) =>
        Clients.GetType($"TaskCancellation.{name}.{name}TaskFilter", throwOnError: true)!;
}
