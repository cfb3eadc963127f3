using System.Globalization;
using TaskCancellation.Benchmarks.Scenarios;
using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>One batch, or one list, in a process of its own, whose memory is what is measured: <c>probe batch|by-hand|list SERVICE ADDRESS COUNT</c>. Prints how many tasks there were, and the most memory the process has had, in bytes.</summary>
internal static class Probe
{
    internal const string Batch = "batch";
    internal const string ByHand = "by-hand";
    internal const string List = "list";

    internal static async Task<int> RunAsync(string[] args)
    {
        var (service, root, count) = (args[1], new Uri(args[2]), int.Parse(args[3], CultureInfo.InvariantCulture));
        var bulk = service == Services.Vault ? Bulk.Vault : Bulk.CloudFoundry;
        using var http = new HttpClient(new SocketsHttpHandler());
        var tasks = args[0] switch
        {
            Batch => await bulk.LibraryAsync(root, count).ConfigureAwait(false),
            ByHand => await bulk.FloorAsync(http, root, count).ConfigureAwait(false),
            _ => await Connect(service, root).ListAsync(TaskFilter.All).CountAsync().ConfigureAwait(false),
        };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tasks} {MostMemory()}"));
        return 0;
    }

    private static TaskClient Connect(string service, Uri root) => service switch
    {
        Services.CloudFoundry => CloudFoundryReplies.Connect(null, root),
        Services.Meilisearch => MeilisearchReplies.Connect(null, root),
        Services.Topaz => TopazCancel.Connect(null, root),
        Services.Vault => VaultReplies.Connect(null, root),
        _ => throw new ArgumentException($"There is no service '{service}'.", nameof(service)),
    };

    // As the kernel counts it: all that was resident at once, the runtime included.
    private static long MostMemory()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
