using System.Globalization;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Serving;

/// <summary>What can be served, by name: a scenario, or a service with so many tasks.</summary>
internal static class Services
{
    internal const string CloudFoundry = "cf";
    internal const string Meilisearch = "meili";
    internal const string Topaz = "topaz";
    internal const string Vault = "vault";

    internal static IResponder Create(string name, int tasks) => name switch
    {
        CloudFoundry => new CloudFoundryService(tasks),
        Meilisearch => new MeilisearchService(tasks),
        Topaz => new TopazService(tasks),
        Vault => new VaultService(tasks),
        _ => AllScenarios.Get(name).Replies,
    };

    internal static IResponder Create(string[] args) => Create(args[0], args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0);
}
