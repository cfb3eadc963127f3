using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>A batch of very many ids, by hand and by the library, with the same number of requests in flight. Each tells how many were taken.</summary>
/// <param name="Name">By which it is found in the budgets.</param>
/// <param name="Service">The service of <see cref="Services"/> that takes it.</param>
/// <param name="IdsPerRequest">How many ids share a request.</param>
/// <param name="FloorAsync">Cancels the tasks 1 to n by hand.</param>
/// <param name="LibraryAsync">Cancels the tasks 1 to n.</param>
internal sealed record Bulk(string Name, string Service, int IdsPerRequest, Func<HttpClient, Uri, int, Task<int>> FloorAsync, Func<Uri, int, Task<int>> LibraryAsync)
{
    private const int InFlightOnCloudFoundry = 32;
    private const int JobsPerRequest = 500;

    /// <summary>Gets one id to a request, 32 requests in flight.</summary>
    internal static Bulk CloudFoundry { get; } = new(
        "cf bulk",
        Services.CloudFoundry,
        1,
        (http, root, count) => ByHandAsync(InFlightOnCloudFoundry, count, async number =>
        {
            var guid = CloudFoundryReplies.GuidOf(number);
            var task = await CloudFoundryReplies.CancelAsync(http, root, guid).ConfigureAwait(false);
            return task.State == "CANCELING" && task.Guid == guid ? 1 : 0;
        }),
        (root, count) => CountAsync(CloudFoundryReplies.Connect(null, root).CancelManyAsync(
            Enumerable.Range(1, count).Select(number => new TaskTarget(CloudFoundryReplies.GuidOf(number))), new BatchOptions { MaxConcurrency = InFlightOnCloudFoundry })));

    /// <summary>Gets 500 ids to a request, as many requests in flight as a batch has by default.</summary>
    internal static Bulk Vault { get; } = new(
        "vault bulk",
        Services.Vault,
        JobsPerRequest,
        (http, root, count) => ByHandAsync(BatchOptions.Default.MaxConcurrency, count / JobsPerRequest, chunk =>
        {
            var ids = new long[JobsPerRequest];
            for (var at = 0; at < ids.Length; at++)
            {
                ids[at] = ((chunk - 1) * JobsPerRequest) + at + 1;
            }

            return VaultReplies.CancelAsync(http, root, ids);
        }),

        // A busy machine is not to split requests: what is compared is what they cost.
        (root, count) => CountAsync(VaultReplies.Connect(null, root).CancelManyAsync(Enumerable.Range(1, count), new BatchOptions { Linger = TimeSpan.FromMinutes(1) })));

    private static async Task<int> ByHandAsync(int inFlight, int requests, Func<int, Task<int>> sendAsync)
    {
        var (next, taken) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(SendAllAsync))).ConfigureAwait(false);
        return taken;

        async Task SendAllAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number <= requests)
            {
                Interlocked.Add(ref taken, await sendAsync(number).ConfigureAwait(false));
            }
        }
    }

    private static async Task<int> CountAsync(IAsyncEnumerable<CancellationOutcome> outcomes)
    {
        var taken = 0;
        await foreach (var outcome in outcomes.ConfigureAwait(false))
        {
            taken += outcome.Verdict == CancellationVerdict.Accepted ? 1 : 0;
        }

        return taken;
    }
}
