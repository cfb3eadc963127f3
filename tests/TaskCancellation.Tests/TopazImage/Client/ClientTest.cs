using TaskCancellation.Testing;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>A client on a scripted service, on a clock of the test's own.</summary>
internal abstract class ClientTest
{
    protected const string Key = "key-of-the-test";
    protected const string CancelLine = $"DELETE /image/v1/cancel/{Wire.Id}";
    protected const string ReadLine = $"GET /image/v1/status/{Wire.Id}";
    protected const string ListLine = "GET /image/v1/status?paginated=true&limit=100";

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
        Assert.That(Service.Unexpected, Is.Empty, "asked, and not written down");
    }

    protected T Kept<T>(T disposable)
        where T : IDisposable
    {
        disposables.Add(disposable);
        return disposable;
    }

    protected TopazImageTaskClient CreateClient(TopazImageCredential? credential = null, Action<TopazImageTaskClientOptions>? configure = null)
    {
        var options = new TopazImageTaskClientOptions { Credential = credential ?? TopazImageCredential.ApiKey(Key) };
        options.UseTimeProvider(Clock);
        configure?.Invoke(options);
        return Kept(new TopazImageTaskClient(Kept(Service.CreateClient()), options));
    }

    /// <summary>Lets time pass until it has ended.</summary>
    protected async Task<T> RunAsync<T>(Task<T> work)
    {
        await Clock.AdvanceUntilCompletedAsync(work, limit: TimeSpan.FromHours(5));
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

    protected async Task<CancellationOutcome> CancelAsync(TopazImageTaskClient client, string id = Wire.Id)
    {
        var operation = await RunAsync(client.CancelAsync(id));
        return operation.Accepted.Outcomes.Single();
    }

    protected async Task<TaskSnapshot> ReadAsync(string json, string id = Wire.Id)
    {
        Service.On($"GET /image/v1/status/{id}", EmulatedReply.Json(200, json));
        return (await RunAsync(CreateClient().FindAsync(id)))!;
    }
}
