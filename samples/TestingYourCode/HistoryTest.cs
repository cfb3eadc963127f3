using TaskCancellation;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TestingYourCode;

/// <summary>Everything that a client is asked and answers, checked against what became of the task.</summary>
public sealed class HistoryTest
{
    [Test]
    public async Task Whatever_is_answered_while_two_cancels_race_fits_what_happened()
    {
        var clock = new VirtualClock();
        using var server = new MeilisearchEmulator(clock);
        var id = server.Add(new() { IndexUid = "movies", RunDuration = null });
        server.Faults.On("POST", "/tasks/cancel").Times(1).ResetAfterActing();

        var history = new TaskHistory(new HistoryOptions { TimeProvider = clock });
        using var http = new HttpClient(history.Record(server)) { BaseAddress = server.BaseAddress };
        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
        options.UseTimeProvider(clock);
        using var client = history.Record(new MeilisearchTaskClient(http, options));

        history.Observe(id, TaskState.Running);
        await clock.RunAsync(() => Task.WhenAll(client.CancelAndWaitAsync(id), client.CancelAndWaitAsync(id)));
        history.Observe(id, server.Find(id)!.State == "canceled" ? TaskState.Canceled : TaskState.Succeeded);

        var check = history.Check();
        Assert.That(check.IsConsistent, check.ToString());
    }
}
