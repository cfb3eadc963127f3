using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Http;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Findings;

/// <summary>A credential that the service refuses: it is asked for once more, and then nothing more is sent with it. On every service.</summary>
public sealed class RefusedCredentialTests
{
    private const int Many = 100;
    private ServiceHarness service = null!;

    // It tells unknown keys and missing rights alike, with a 403.
    public static IEnumerable<string> Unambiguous => Services.All.Except(["Meilisearch"]);

    public static IEnumerable<string> All => Services.All;

    [TearDown]
    public ValueTask TearDown() => service.DisposeAsync();

    [Test]
    [Category("Finding P1")]
    public async Task A_batch_stops_at_the_refusal([ValueSource(nameof(All))] string name, [Values(1, 8)] int width, [Values] bool hasJournal)
    {
        service = Services.Create(name);
        TaskId[] ids = [.. Enumerable.Range(0, Many).Select(_ => service.AddRunning())];
        var options = new BatchOptions { MaxConcurrency = width, Window = 50, Journal = hasJournal ? new StoppingJournal(stops: false) : null, RunId = hasJournal ? "run" : null };

        var outcomes = await RunAsync(service.CreateUnauthorizedClient().CancelManyAsync(ids, options).ToListAsync().AsTask());

        Assert.Multiple(() =>
        {
            Assert.That(service.Emulator.Requests, Has.Count.LessThanOrEqualTo(width + 1));
            Assert.That(outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(ids));
            Assert.That(outcomes.Select(outcome => outcome.Verdict), Is.All.EqualTo(CancellationVerdict.NotAttempted).Or.All.EqualTo(CancellationVerdict.Denied).Or.All.AnyOf(CancellationVerdict.NotAttempted, CancellationVerdict.Denied));
            Assert.That(outcomes.Select(outcome => outcome.Error?.Delivery), Is.All.EqualTo(RequestDelivery.Answered));
        });
    }

    [Test]
    [Category("Finding P1")]
    public async Task A_login_that_is_refused_stops_a_batch_too()
    {
        var cloud = new CloudFoundryHarness(TestClock.Create());
        service = cloud;
        TaskId[] ids = [.. Enumerable.Range(0, Many).Select(_ => service.AddRunning())];
        var options = new TaskCancellation.CloudFoundry.CloudFoundryTaskClientOptions { Credential = TaskCancellation.CloudFoundry.CloudFoundryCredential.Password("nobody", "wrong-password") };
        options.UseTimeProvider(service.Clock);
        using var client = new TaskCancellation.CloudFoundry.CloudFoundryTaskClient(service.Emulator.CreateClient(), options);

        var outcomes = await RunAsync(client.CancelManyAsync(ids, new BatchOptions { MaxConcurrency = 4 }).ToListAsync().AsTask());

        Assert.That(outcomes.Select(outcome => (outcome.Verdict, outcome.Error?.Reason)), Is.All.EqualTo((CancellationVerdict.NotAttempted, (TaskErrorReason?)TaskErrorReason.Authentication)));
        Assert.That(service.Emulator.Requests.Count(line => line.Request.Path == "/oauth/token"), Is.LessThanOrEqualTo(4));
    }

    [Test]
    [Category("Finding P2")]
    public async Task A_journal_tries_again_what_was_refused_to_the_credential([ValueSource(nameof(All))] string name, [Values(401, 403)] int status)
    {
        service = Services.Create(name);
        TaskId[] ids = [.. Enumerable.Range(0, 6).Select(_ => service.AddRunning())];
        var options = new BatchOptions { MaxConcurrency = 1, Journal = new StoppingJournal(stops: false), RunId = "run" };
        service.Emulator.Faults.When(service.IsCancel).Respond(EmulatedReply.Empty(status));
        var refused = await RunAsync(service.Client.CancelManyAsync(ids, options).ToListAsync().AsTask());
        Assert.That(refused.Select(outcome => outcome.Verdict), Is.All.AnyOf(CancellationVerdict.Denied, CancellationVerdict.NotAttempted));
        service.Emulator.Faults.Clear();

        var resumed = await RunAsync(service.Client.CancelManyAsync(ids, options).ToListAsync().AsTask());

        Assert.That(resumed.Select(outcome => outcome.Verdict), Is.All.AnyOf(CancellationVerdict.Accepted, CancellationVerdict.Canceled));
    }

    [TestCaseSource(nameof(All))]
    [Category("Finding P3")]
    public async Task A_wait_goes_on_with_the_credential_that_took_its_place(string name)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        var (key, asked) = (service.Key, 0);
        using var client = ServiceClients.Create(name, service.Emulator.CreateClient(), () => ValueTask.FromResult(asked++ == 1 ? "an-old-key" : key), service.Clock);
        var waiting = client.WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromMinutes(10), Jitter = 0 });
        service.Clock.Advance(TimeSpan.FromSeconds(60));
        service.Finish(id);

        Assert.That((await RunAsync(waiting)).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(asked, Is.GreaterThan(2));
    }

    [TestCaseSource(nameof(All))]
    [Category("Finding P3")]
    public async Task A_wait_goes_on_while_the_credential_cannot_be_had(string name)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        var asked = 0;
        using var client = ServiceClients.Create(name, service.Emulator.CreateClient(), () => asked++ is > 1 and < 20 ? throw new HttpRequestException("The token server is down.") : ValueTask.FromResult(service.Key), service.Clock);
        var waiting = client.WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromMinutes(30), Jitter = 0 });
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        service.Finish(id);

        Assert.That((await RunAsync(waiting)).State, Is.EqualTo(TaskState.Succeeded));
    }

    [TestCaseSource(nameof(Unambiguous))]
    [Category("Finding P4")]
    public void Service_information_does_not_hide_a_refusal(string name)
    {
        service = Services.Create(name);

        var error = Assert.ThrowsAsync<TaskRequestException>(() => RunAsync(service.CreateUnauthorizedClient().GetServiceInfoAsync()))!;

        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Authentication));
    }

    [TestCaseSource(nameof(All))]
    [Category("Finding P4")]
    public async Task Service_information_shows_what_may_not_be_read(string name)
    {
        service = Services.Create(name);
        service.Emulator.Faults.When(request => request.Path.Length > 1 || name == "Elasticsearch").Respond(EmulatedReply.Empty(403));

        var info = await RunAsync(service.Client.GetServiceInfoAsync());

        Assert.That(info.CanList, Is.False);
    }

    private async Task<T> RunAsync<T>(Task<T> work)
    {
        await service.RunAsync(work);
        return await work;
    }
}
