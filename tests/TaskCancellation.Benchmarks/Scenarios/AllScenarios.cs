namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Every scenario, in the order of the tables.</summary>
internal static class AllScenarios
{
    internal static IReadOnlyList<Scenario> List { get; } =
    [
        new MeilisearchCancel(),
        new MeilisearchFilter(),
        new ElasticsearchFilter(1),
        new ElasticsearchFilter(100),
        new ElasticsearchFilter(10_000),
        new CloudFoundryCancel(),
        new TopazCancel(),
        new VaultCancel(),
    ];

    internal static Scenario Get(string name) => List.Single(scenario => scenario.Name == name);
}
