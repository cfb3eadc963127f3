using TaskCancellation.Testing;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>A client on a scripted service, on a clock of the test's own.</summary>
internal abstract class ClientTest
{
    protected const string Session = "session-of-the-test";
    protected const string Api = "/api/v25.3/";
    protected const string CancelLine = $"POST {Api}services/jobs/actions/cancel";
    protected const string Monitors = $"GET {Api}services/jobs/monitors?limit=200&offset=0";
    protected const string Histories = $"GET {Api}services/jobs/histories?limit=200&offset=0";

    private readonly List<IDisposable> disposables = [];

    protected VirtualClock Clock { get; private set; } = null!;

    protected ScriptedService Service { get; private set; } = null!;

    protected IEnumerable<string?> Sent => Service.Requests.Select(line => line.Request.Header("Authorization"));

    [SetUp]
    public void SetUpService()
    {
        Clock = TestClock.Create();
        Service = new ScriptedService(Clock);
    }

    [TearDown]
    public void TearDownService()
    {
        foreach (var disposable in disposables)
        {
            disposable.Dispose();
        }

        disposables.Clear();
        Service.Dispose();
    }

    protected static string JobLine(long id) => $"GET {Api}services/jobs/{id}";

    protected T Kept<T>(T disposable)
        where T : IDisposable
    {
        disposables.Add(disposable);
        return disposable;
    }

    protected VeevaVaultTaskClient CreateClient(VeevaVaultCredential? credential = null, Action<VeevaVaultTaskClientOptions>? configure = null)
    {
        var options = new VeevaVaultTaskClientOptions { Credential = credential ?? VeevaVaultCredential.SessionId(Session) };
        options.UseTimeProvider(Clock);
        configure?.Invoke(options);
        return Kept(new VeevaVaultTaskClient(Kept(Service.CreateClient()), options));
    }

    /// <summary>Lets time pass until it has ended.</summary>
    protected async Task<T> RunAsync<T>(Task<T> work)
    {
        await Clock.AdvanceUntilCompletedAsync(work, limit: TimeSpan.FromHours(1));
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

    protected Task<List<TaskSnapshot>> ListAsync(TaskClient client, TaskFilter filter, ReadOptions? options = null) => RunAsync(client.ListAsync(filter, options).ToListAsync().AsTask());

    protected async Task<CancellationOutcome> CancelAsync(TaskClient client, long id = 5001)
    {
        var operation = await RunAsync(client.CancelAsync(id));
        return operation.Accepted.Outcomes.Single();
    }

    /// <summary>Cancels several jobs, which the monitors show as queued.</summary>
    protected async Task<CancellationReport> CancelAsync(TaskClient client, params long[] ids)
    {
        if (ids.Length > 1)
        {
            Service.On(Monitors, Wire.Page(ids.Length, false, [.. ids.Select(id => Wire.Row(id, "QUEUED"))]));
        }

        var operation = await RunAsync(client.CancelAsync(new TaskFilter { Ids = [.. ids.Select(TaskId.FromInt64)] }));
        return operation.Accepted;
    }
}
