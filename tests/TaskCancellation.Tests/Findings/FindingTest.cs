using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Findings;

/// <summary>Clients on emulators that answer as real servers were recorded to answer, all on one clock that only the test moves.</summary>
[NonParallelizable]
internal abstract class FindingTest
{
    private readonly List<IDisposable> owned = [];

    protected VirtualClock Clock { get; private set; } = null!;

    [SetUp]
    public void Begin() => Clock = TestClock.Create();

    [TearDown]
    public void End()
    {
        owned.Reverse();
        owned.ForEach(one => one.Dispose());
        owned.Clear();
    }

    protected T Kept<T>(T disposable)
        where T : IDisposable
    {
        owned.Add(disposable);
        return disposable;
    }

    protected ElasticsearchTaskClient ClientOf(Testing.Elasticsearch.ElasticsearchEmulator server, Action<ElasticsearchTaskClientOptions>? configure = null)
    {
        var options = Timed(new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None });
        configure?.Invoke(options);
        return Kept(new ElasticsearchTaskClient(Kept(server.CreateClient()), options));
    }

    protected CloudFoundryTaskClient ClientOf(Testing.CloudFoundry.CloudFoundryEmulator server, CloudFoundryCredential? credential = null, Action<CloudFoundryTaskClientOptions>? configure = null)
    {
        var options = Timed(new CloudFoundryTaskClientOptions { Credential = credential ?? CloudFoundryCredential.AccessToken(Testing.CloudFoundry.CloudFoundryEmulator.AdminToken) });
        configure?.Invoke(options);
        return Kept(new CloudFoundryTaskClient(Kept(server.CreateClient()), options));
    }

    protected MeilisearchTaskClient ClientOf(Testing.Meilisearch.MeilisearchEmulator server, MeilisearchCredential? credential = null, Action<MeilisearchTaskClientOptions>? configure = null)
    {
        var options = Timed(new MeilisearchTaskClientOptions { Credential = credential ?? MeilisearchCredential.None });
        configure?.Invoke(options);
        return Kept(new MeilisearchTaskClient(Kept(server.CreateClient()), options));
    }

    protected T Timed<T>(T options)
        where T : TaskClientOptions
    {
        options.UseTimeProvider(Clock);
        return options;
    }

    /// <summary>Lets time pass until it has ended, off the runner's synchronization context.</summary>
    protected async Task<T> RunAsync<T>(Task<T> work)
    {
        await Task.Run(() => Clock.AdvanceUntilCompletedAsync(work, limit: TimeSpan.FromHours(5)));
        return await work;
    }

    /// <summary>What a list shows, and the failure that it ends with.</summary>
    protected async Task<(IReadOnlyList<TaskSnapshot> Tasks, TaskRequestException? Failure)> ListAsync(TaskClient client, TaskFilter filter)
    {
        List<TaskSnapshot> tasks = [];
        return (tasks, await RunAsync(ReadAsync()));

        async Task<TaskRequestException?> ReadAsync()
        {
            try
            {
                await foreach (var task in client.ListAsync(filter))
                {
                    tasks.Add(task);
                }

                return null;
            }
            catch (TaskRequestException failure)
            {
                return failure;
            }
        }
    }
}
