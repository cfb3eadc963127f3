using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;
using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Growth;

/// <summary>Something that is done with n items, and should cost n times what it costs with one.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Prepare">Makes the service with n items, which is not measured, and returns what is, and how many items it should meet.</param>
internal sealed record Series(string Name, Func<int, Func<Task<int>>> Prepare)
{
    /// <summary>Gets how many items there can be.</summary>
    internal int Most { get; init; } = 1_000_000;

    // A reply of more is longer than the library reads by default.
    private const int MostInOneReply = 100_000;

    private static readonly Uri Root = new("https://canned.test/");
    private static readonly CancelOptions NoProtection = new() { Selection = CancelSelection.ClientSide };
    private static readonly TaskFilter OfMovies = new() { Kinds = ["documentAdditionOrUpdate"], Scopes = ["movies"] };
    private static readonly TaskFilter SucceededOfMovies = OfMovies with { States = [TaskState.Succeeded] };

    internal static IReadOnlyList<Series> All { get; } =
    [
        new("targets of a batch, Cloud Foundry", count => Over(new CloudFoundryService(count), http => Count(CloudFoundryReplies.Connect(http, Root).CancelManyAsync(Guids(count))))),
        new("targets of a batch, Vault", count => Over(new VaultService(count), http => Count(VaultReplies.Connect(http, Root).CancelManyAsync(Enumerable.Range(1, count), Patient)))),
        new("targets of a journaled batch, Vault", count => Over(new VaultService(count), http => Count(VaultReplies.Connect(http, Root).CancelManyAsync(Enumerable.Range(1, count), Patient with { Journal = new MemoryJournal(), RunId = "run" })))),
        new("a list, Meilisearch", count => Over(new MeilisearchService(count), http => Count(MeilisearchReplies.Connect(http, Root).ListAsync(TaskFilter.All)))),
        new("a list, Cloud Foundry", count => Over(new CloudFoundryService(count), http => Count(CloudFoundryReplies.Connect(http, Root).ListAsync(TaskFilter.All)))),
        new("a list, Topaz", count => Over(new TopazService(count), http => Count(TopazCancel.Connect(http, Root).ListAsync(TaskFilter.All)))),
        new("a list, Vault", count => Over(new VaultService(count), http => Count(VaultReplies.Connect(http, Root).ListAsync(TaskFilter.All)))),
        new("a list that is one page, Elasticsearch", count => Over(new CannedReplies { Get = ElasticsearchReplies.List(count, isDetailed: true) }, http => Count(ElasticsearchReplies.Connect(http, Root).ListAsync(TaskFilter.All)))) { Most = MostInOneReply },
        new("a plan, Meilisearch", count => Over(new MeilisearchService(count), async http => (await MeilisearchReplies.Connect(http, Root).PlanAsync(OfMovies).ConfigureAwait(false)).Targets.Count)),
        new("a cancel by ids that were listed, Meilisearch", count => Over(new MeilisearchService(count), async http => (await MeilisearchReplies.Connect(http, Root).CancelAsync(OfMovies, NoProtection).ConfigureAwait(false)).Accepted.Outcomes.Count)),
        new("children of a canceled task, Elasticsearch", count => Over(new CannedReplies { Post = ElasticsearchReplies.Canceled(count) }, async http => (await ElasticsearchReplies.Connect(http, Root).CancelAsync(ElasticsearchReplies.FirstId).ConfigureAwait(false)).Accepted is var report ? report.Outcomes.Count + report.Collateral.Count : 0)) { Most = MostInOneReply },
        new("a watch, one round, Meilisearch", count => Over(new MeilisearchService(count, "succeeded"), http => Count(MeilisearchReplies.Connect(http, Root).WatchAsync(SucceededOfMovies)))),
    ];

    // A busy machine is not to split requests.
    private static BatchOptions Patient => new() { Linger = TimeSpan.FromMinutes(1) };

    private static IEnumerable<TaskTarget> Guids(int count) => Enumerable.Range(1, count).Select(number => new TaskTarget(CloudFoundryReplies.GuidOf(number)));

    private static Func<Task<int>> Over(IResponder service, Func<HttpClient, Task<int>> runAsync) => async () =>
    {
        using var http = new HttpClient(new RespondingHandler(service)) { Timeout = Timeout.InfiniteTimeSpan };
        return await runAsync(http).ConfigureAwait(false);
    };

    private static async Task<int> Count<T>(IAsyncEnumerable<T> items) => await items.CountAsync().ConfigureAwait(false);
}
