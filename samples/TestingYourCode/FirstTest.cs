using TaskCancellation;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TestingYourCode;

/// <summary>A first test on an emulator: a task that finishes just before the cancel lands.</summary>
public sealed class FirstTest
{
    [Test]
    public async Task A_task_that_finishes_first_is_not_reported_as_canceled()
    {
        var clock = new VirtualClock();
        using var server = new MeilisearchEmulator(clock);
        var id = server.Add(new() { IndexUid = "movies", RunDuration = null });
        server.BeforeCancel = _ => server.Finish(id);

        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
        options.UseTimeProvider(clock);
        using var client = new MeilisearchTaskClient(server.CreateClient(), options);
        var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
        Assert.That(server.Find(id)!.State, Is.EqualTo("succeeded"));
        Assert.That(server.Requests.Count(line => line.Request.Path == "/tasks/cancel"), Is.EqualTo(1));
    }
}
