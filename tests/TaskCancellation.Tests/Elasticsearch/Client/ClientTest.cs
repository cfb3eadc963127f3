using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>A client on a scripted service, on a clock of the test's own.</summary>
internal abstract class ClientTest
{
    protected const string ReadLine = "GET /_tasks/nA1%3A88";
    protected const string CancelLine = "POST /_tasks/nA1%3A88/_cancel";
    protected const string AllLine = "GET /_tasks?group_by=none&timeout=10000ms";

    private readonly List<IDisposable> disposables = [];

    protected VirtualClock Clock { get; private set; } = null!;

    protected ScriptedService Service { get; private set; } = null!;

    protected ElasticsearchTaskClient Client { get; private set; } = null!;

    [SetUp]
    public void SetUpService()
    {
        Clock = TestClock.Create();
        Service = new ScriptedService(Clock);
        Client = CreateClient();
    }

    [TearDown]
    public void TearDownService()
    {
        foreach (var disposable in disposables)
        {
            disposable.Dispose();
        }

        disposables.Clear();
        Client.Dispose();
        Service.Dispose();
    }

    protected ElasticsearchTaskClient CreateClient(ElasticsearchCredential? credential = null, Action<ElasticsearchTaskClientOptions>? configure = null)
    {
        var options = new ElasticsearchTaskClientOptions { Credential = credential ?? ElasticsearchCredential.ApiKey("s3cret") };
        options.UseTimeProvider(Clock);
        configure?.Invoke(options);
        return Kept(new ElasticsearchTaskClient(Kept(Service.CreateClient()), options));
    }

    /// <summary>Lets time pass until it has ended, off the runner's synchronization context.</summary>
    protected async Task<T> RunAsync<T>(Task<T> work)
    {
        await Task.Run(() => Clock.AdvanceUntilCompletedAsync(work, limit: TimeSpan.FromHours(1)));
        return await work;
    }

    protected async Task<TaskRequestException> FailureOf<T>(Task<T> work)
    {
        try
        {
            await RunAsync(work);
        }
        catch (TaskRequestException failure)
        {
            return failure;
        }

        throw new AssertionException("The call did not fail.");
    }

    protected async Task<CancellationOutcome> CancelAsync(TaskTarget? target = null, ElasticsearchTaskClient? client = null) =>
        (await RunAsync((client ?? Client).CancelAsync(target ?? Wire.Id))).Accepted.Outcomes.Single();

    protected async Task<CancellationReport> CancelAsync(TaskFilter filter, CancelOptions? options = null) =>
        (await RunAsync(Client.CancelAsync(filter, options))).Accepted;

    protected Task<CancellationOutcome> CancelAndWaitAsync() => RunAsync(Client.CancelAndWaitAsync((TaskTarget)Wire.Id));

    protected async Task<TaskSnapshot> ReadAsync(EmulatedReply reply)
    {
        Service.On(ReadLine, reply);
        return (await RunAsync(Client.FindAsync(Wire.Id)))!;
    }

    protected async Task<IReadOnlyList<TaskSnapshot>> ListAsync(TaskFilter filter, ReadOptions? options = null) =>
        await RunAsync(Client.ListAsync(filter, options).ToListAsync().AsTask());

    protected static ElasticsearchTaskDetails DetailsOf(TaskSnapshot task) => (ElasticsearchTaskDetails)task.Details!;

    protected T Kept<T>(T disposable)
        where T : IDisposable
    {
        disposables.Add(disposable);
        return disposable;
    }
}
