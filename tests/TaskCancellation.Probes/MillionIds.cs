using System.Globalization;
using System.Text.Json;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Probes;

/// <summary>Cancels very many tasks through a whole client, HTTP pipeline included, and prints what that took. Run under DOTNET_GCHeapHardLimit to see that memory stays flat.</summary>
internal static class MillionIds
{
    internal const string Name = "million-ids";

    private const int SampleEvery = 10_000;

    /// <summary>Arguments: how many, and the service (cloudfoundry by default, or meilisearch).</summary>
    internal static async Task<int> RunAsync(string[] args)
    {
        var count = int.Parse(args[0], CultureInfo.InvariantCulture);
        var isMeilisearch = args is [_, "meilisearch", ..];
        using var service = new SyntheticService();
        using var http = new HttpClient(service) { BaseAddress = new Uri("https://synthetic.test") };
        TaskClient client = isMeilisearch
            ? new MeilisearchTaskClient(http, new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.ApiKey("probe") })
            : new CloudFoundryTaskClient(http, new CloudFoundryTaskClientOptions { AccessToken = "probe" });
        Func<int, TaskId> idOf = isMeilisearch ? static at => at : GuidOf;

        var started = TimeProvider.System.GetTimestamp();
        var (outcomes, accepted, inOrder, peak) = (0, 0, true, 0L);

        // A busy machine is not to split requests: what is counted is how many ids share one, not how long they wait for each other.
        var options = new BatchOptions { Linger = TimeSpan.FromMinutes(1) };
        await foreach (var outcome in client.CancelManyAsync(Enumerable.Range(0, count).Select(idOf), options))
        {
            inOrder &= outcome.Target.Id == idOf(outcomes);
            accepted += outcome.Verdict == CancellationVerdict.Accepted ? 1 : 0;
            if (outcomes++ % SampleEvery == 0)
            {
                peak = Math.Max(peak, Math.Max(GC.GetTotalMemory(forceFullCollection: false), GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes));
            }
        }

        Print(new Dictionary<string, object>
        {
            ["outcomes"] = outcomes,
            ["accepted"] = accepted,
            ["inOrder"] = inOrder,
            ["requests"] = service.Requests,
            ["longestAddress"] = service.LongestAddress,
            ["peakHeapBytes"] = peak,
            ["gen2Collections"] = GC.CollectionCount(2),
            ["allocatedBytes"] = GC.GetTotalAllocatedBytes(),
            ["seconds"] = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1),
        });
        return 0;
    }

    // Version 4 in form, so that it looks like an id of the service; the number makes it unique.
    private static TaskId GuidOf(int at) => new Guid(at, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    private static void Print(Dictionary<string, object> figures) => Console.WriteLine(JsonSerializer.Serialize(figures));
}
