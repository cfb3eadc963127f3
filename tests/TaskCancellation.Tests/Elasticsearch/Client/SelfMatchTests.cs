using System.Text.RegularExpressions;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>A cancel whose filter matches the cancel itself stops itself midway from 8.10 on: the client sends none, to any version.</summary>
public class SelfMatchTests
{
    private static readonly TaskFilter[] Filters =
    [
        TaskFilter.All,
        new() { Kinds = ["*"] },
        new() { Kinds = ["indices:data/write/reindex"] },
        new() { Kinds = ["cluster:*", "*reindex"] },
        new ElasticsearchTaskFilter { Nodes = ["nA1"] },
        new ElasticsearchTaskFilter { Nodes = ["_all"], Kinds = ["*reindex"] },
    ];

    [Test, Category("Finding es-F")]
    public async Task No_cancel_matches_itself(
        [Values("7.17.29", "8.19.20", "9.3.3", "OpenSearch 2.19.6", "OpenSearch 3.9.0")] string server,
        [Range(0, 5)] int filter)
    {
        var clock = TestClock.Create();
        using var emulator = new ElasticsearchEmulator(clock, nodes: [new() { Id = "nA1" }])
        {
            Flavor = server.StartsWith("OpenSearch", StringComparison.Ordinal) ? ElasticsearchFlavor.OpenSearch : ElasticsearchFlavor.Elasticsearch,
            Version = server.Split(' ')[^1],
        };
        emulator.Add();
        using var http = emulator.CreateClient();
        var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
        options.UseTimeProvider(clock);
        using var client = new ElasticsearchTaskClient(http, options);
        try
        {
            var canceling = client.CancelAsync(Filters[filter]);
            await clock.AdvanceUntilCompletedAsync(canceling);
        }
        catch (UnsafeFilterException)
        {
            // Then nothing was sent.
        }

        foreach (var request in emulator.Requests.Select(line => line.ToString()!).Where(line => line.Contains("POST /_tasks/_cancel", StringComparison.Ordinal)))
        {
            var actions = Uri.UnescapeDataString(Regex.Match(request, @"actions=(?<actions>[^&\s]*)").Groups["actions"].Value).Split(',', StringSplitOptions.RemoveEmptyEntries);
            Assert.That(actions, Is.Not.Empty, request);
            Assert.That(actions.Where(pattern => Regex.IsMatch("cluster:admin/tasks/cancel[n]", $@"\A{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}\z")), Is.Empty, request);
        }
    }
}
