using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>A client on a scripted service, on a clock of the test's own.</summary>
internal abstract class ClientTest
{
    protected const string Token = "token-of-the-test";
    protected const string CancelLine = $"POST /v3/tasks/{Wire.Guid}/actions/cancel";
    protected const string ReadLine = $"GET /v3/tasks/{Wire.Guid}";

    private readonly List<IDisposable> disposables = [];

    protected VirtualClock Clock { get; private set; } = null!;

    protected ScriptedService Service { get; private set; } = null!;

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

    protected T Kept<T>(T disposable)
        where T : IDisposable
    {
        disposables.Add(disposable);
        return disposable;
    }

    protected CloudFoundryTaskClient CreateClient(CloudFoundryCredential? credential = null, Action<CloudFoundryTaskClientOptions>? configure = null) =>
        CreateClient(Service, credential, configure);

    protected CloudFoundryTaskClient CreateClient(ServiceEmulator service, CloudFoundryCredential? credential = null, Action<CloudFoundryTaskClientOptions>? configure = null)
    {
        var options = new CloudFoundryTaskClientOptions { Credential = credential ?? CloudFoundryCredential.AccessToken(Token) };
        options.UseTimeProvider(Clock);
        configure?.Invoke(options);
        return Kept(new CloudFoundryTaskClient(Kept(service.CreateClient()), options));
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

    protected async Task<CancellationOutcome> CancelAsync(CloudFoundryTaskClient client)
    {
        var operation = await RunAsync(client.CancelAsync(Wire.Guid));
        return operation.Accepted.Outcomes.Single();
    }
}
