using TaskCancellation.CloudFoundry;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Sockets;

/// <summary>Cancels whose connection is lost after the request has arrived. The server answers all else.</summary>
internal sealed class LostConnectionTests
{
    private static readonly string[] Losses = ["stale keep-alive", "reset", "half-close", "half-close in the head", "silence"];
    private static readonly WaitOptions Wait = new() { FirstDelay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(100), Timeout = TimeSpan.FromSeconds(20) };

    [Test]
    public async Task A_cancel_by_filter_is_sent_once_and_found_by_its_mark(
        [ValueSource(nameof(Losses))] string loss, [Values] bool isActedOn, [Values] bool isOwned)
    {
        using var emulator = new MeilisearchEmulator(TimeProvider.System);
        var uid = emulator.Add(new() { State = "processing", RunDuration = null });
        using var front = new EmulatorFront(emulator);
        await using var server = Serve(front, loss, isActedOn, "POST /tasks/cancel");
        using var http = new HttpClient { BaseAddress = server.Address };
        var options = Configure(new MeilisearchTaskClientOptions { Endpoint = server.Address, Credential = MeilisearchCredential.None }, loss);
        using var client = isOwned ? new MeilisearchTaskClient(options) : new MeilisearchTaskClient(http, options);
        await client.FindAsync(uid); // so that the connection is an old one

        var operation = await client.CancelAsync(new TaskFilter { Scopes = ["movies"] });
        var report = await operation.WaitForCompletionAsync(Wait);

        Assert.Multiple(() =>
        {
            Assert.That(server.CountOf("POST"), Is.EqualTo(1));
            Assert.That((operation.Accepted.IsIndeterminate, report.AllCanceled), Is.EqualTo((!isActedOn, isActedOn)));
            Assert.That(emulator.Rows[0].State, isActedOn ? Is.EqualTo("canceled") : Is.EqualTo("processing"));
        });
    }

    [Test]
    public async Task A_cancel_by_id_ends_in_the_truth_or_in_doubt([ValueSource(nameof(Losses))] string loss, [Values] bool isActedOn, [Values] bool isOwned)
    {
        using var emulator = new CloudFoundryEmulator(TimeProvider.System);
        var id = emulator.Add(new() { CancelDelay = TimeSpan.Zero });
        using var front = new EmulatorFront(emulator);
        await using var server = Serve(front, loss, isActedOn, $"POST /v3/tasks/{id}/actions/cancel");
        using var http = new HttpClient { BaseAddress = server.Address };
        var options = Configure(
            new CloudFoundryTaskClientOptions { Endpoint = server.Address, Credential = CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken), MaxRetries = 1 }, loss);
        using var client = isOwned ? new CloudFoundryTaskClient(options) : new CloudFoundryTaskClient(http, options);
        await client.FindAsync(id);

        var outcome = (await client.CancelAsync((TaskTarget)id)).Accepted.Outcomes.Single();

        var row = emulator.Find(id)!;
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, isActedOn ? Is.AnyOf(CancellationVerdict.Canceled, CancellationVerdict.Indeterminate) : Is.EqualTo(CancellationVerdict.Indeterminate));
            Assert.That((row.State, row.Failure), Is.EqualTo(isActedOn ? ("FAILED", "task was cancelled") : ("RUNNING", null)));
            Assert.That(server.CountOf("POST"), Is.LessThanOrEqualTo(2), "no more tries than ours");
        });
    }

    private static T Configure<T>(T options, string loss)
        where T : TaskClientOptions
    {
        options.RetryDelay = TimeSpan.FromMilliseconds(1);
        options.AttemptTimeout = loss == "silence" ? TimeSpan.FromMilliseconds(400) : TimeSpan.FromSeconds(30);
        return options;
    }

    private static LoopbackServer Serve(EmulatorFront front, string loss, bool isActedOn, string cancel) => new(async connection =>
    {
        while (await connection.ReadAsync() is { } request)
        {
            var isCancel = request.StartsWith(cancel, StringComparison.Ordinal);
            var reply = isCancel && !isActedOn ? null : await front.ActAsync(request);
            if (isCancel)
            {
                await LoseAsync(connection, loss);
                return;
            }

            await connection.WriteAsync(reply!);
        }
    });

    private static async Task LoseAsync(LoopbackConnection connection, string loss)
    {
        if (loss == "half-close in the head")
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Le");
        }

        switch (loss)
        {
            case "stale keep-alive":
                return;
            case "reset":
                connection.Reset();
                return;
            case "silence":
                break;
            default:
                connection.CloseHalf();
                break;
        }

        await connection.KeepSilentAsync();
    }
}
