using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Safety;

/// <summary>The services, each by the name of its folder, with the harness of the conformance suite.</summary>
internal static class Services
{
    private const string Ending = "Harness";

    internal static IReadOnlyList<string> All { get; } =
        [.. typeof(ServiceHarness).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ServiceHarness))).Select(type => type.Name[..^Ending.Length]).Order(StringComparer.Ordinal)];

    internal static ServiceHarness Create(string name, HarnessTransport? transport = null) => Create(name, TestClock.Create(), transport);

    internal static ServiceHarness Create(string name, VirtualClock clock, HarnessTransport? transport) =>
        (ServiceHarness)Activator.CreateInstance(typeof(ServiceHarness).Assembly.GetType($"{typeof(ServiceHarness).Namespace}.{name}{Ending}", throwOnError: true)!, clock, false, transport)!;

    /// <summary>The service's own filter.</summary>
    internal static Type FilterOf(string name) =>
        typeof(CloudFoundryTaskFilter).Assembly.GetType($"TaskCancellation.{name}.{name}TaskFilter", throwOnError: true)!;
}
