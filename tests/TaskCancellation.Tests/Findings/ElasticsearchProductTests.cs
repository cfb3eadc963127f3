using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>What has said that it is OpenSearch is called that in every text, and Elasticsearch where the service is named by which things are stored.</summary>
[Category("Finding E13")]
internal sealed class ElasticsearchProductTests : FindingTest
{
    private const string Id = "oTUltX4IQMOUUVeiohTt8A:7";
    private static readonly TaskFilter Reindexing = new() { Kinds = ["indices:data/write/reindex"] };
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromSeconds(3) };

    private static readonly Dictionary<string, (Action<ElasticsearchEmulator> Set, Func<ElasticsearchTaskClient, Task> Call)> Failures = new()
    {
        ["not its own"] = (server => server.Faults.Always().Respond(EmulatedReply.Empty(404)), client => client.ListAsync(Reindexing).CountAsync().AsTask()),
        ["its own"] = (server => server.Faults.Always().Respond(EmulatedReply.Json(403, """{"error":{"type":"security_exception","reason":"no permissions"},"status":403}""")), client => client.FindAsync(Id)),
        ["a page with 200"] = (server => server.Faults.Always().Respond(EmulatedReply.Html(200)), client => client.FindAsync(Id)),
        ["a broken reply"] = (server => server.Faults.Always().CutBodyAt(5), client => client.ListAsync(Reindexing).CountAsync().AsTask()),
        ["not reached"] = (server => server.Faults.Always().Refuse(), client => client.FindAsync(Id)),
        ["reset"] = (server => server.Faults.Always().ResetAfterActing(), client => client.FindAsync(Id)),
        ["silence"] = (server => server.Faults.Always().DelayReply(TimeSpan.FromHours(1)), client => client.FindAsync(Id)),
        ["unknown"] = (_ => { }, client => client.WaitForCompletionAsync(Id, Brief)),
        ["another task"] = (server => server.Faults.Always().Respond(EmulatedReply.Json(200, """{"completed":false,"task":{"node":"nB2","id":77,"action":"a"}}""")), client => client.FindAsync(Id)),
        ["no filter by that"] = (_ => { }, client => client.ListAsync(new TaskFilter { Names = ["a"] }).CountAsync().AsTask()),
        ["not at the server"] = (_ => { }, client => client.CancelAsync(Reindexing with { States = [TaskState.Running], Started = TimeRange.After(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) }, new CancelOptions { Selection = CancelSelection.ServerSide })),
    };

    private static IEnumerable<string> Kinds => Failures.Keys;

    [Test]
    public async Task OpenSearch_is_called_by_its_name([ValueSource(nameof(Kinds))] string failure, [Values] bool byHeader)
    {
        // Releases before 3 say it in the answer to GET / alone.
        using var server = new ElasticsearchEmulator(Clock) { Flavor = ElasticsearchFlavor.OpenSearch, Version = byHeader ? "3.9.0" : "2.19.6" };
        var client = ClientOf(server);
        await RunAsync(byHeader ? client.ListAsync(Reindexing).CountAsync().AsTask() : CountAsync(client.GetServiceInfoAsync()));
        Failures[failure].Set(server);

        var error = await FailureAsync(client, failure);

        Assert.That(error.Message, Does.Contain("OpenSearch").And.Not.Match("Elasticsearch(?!TaskFilter)"));
        Assert.That((error as TaskRequestException)?.ServiceName, Is.Null.Or.EqualTo("Elasticsearch"), "what is compared with what was stored");
    }

    [Test]
    public async Task Until_it_has_said_so_nobody_knows([ValueSource(nameof(Kinds))] string failure)
    {
        using var server = new ElasticsearchEmulator(Clock) { Flavor = ElasticsearchFlavor.OpenSearch, Version = "2.19.6" };
        var client = ClientOf(server);
        Failures[failure].Set(server);

        Assert.That((await FailureAsync(client, failure)).Message, Does.Contain("Elasticsearch"));
    }

    [Test]
    public async Task The_outcomes_of_a_cancel_call_it_so_too()
    {
        using var server = new ElasticsearchEmulator(Clock) { Flavor = ElasticsearchFlavor.OpenSearch, Version = "2.19.6" };
        var client = ClientOf(server);
        await RunAsync(client.GetServiceInfoAsync());
        server.Faults.Always().Respond(EmulatedReply.Html(502));

        var outcome = (await RunAsync(client.CancelAsync((TaskTarget)Id))).Accepted.Outcomes.Single();

        Assert.That(outcome.Error?.Message, Does.StartWith("OpenSearch answered 502").And.Not.Contain("Elasticsearch"));
    }

    private static async Task<int> CountAsync(Task task)
    {
        await task;
        return 1;
    }

    private async Task<Exception> FailureAsync(ElasticsearchTaskClient client, string failure)
    {
        try
        {
            await RunAsync(CountAsync(Failures[failure].Call(client)));
        }
        catch (TaskClientException error)
        {
            return error;
        }

        throw new AssertionException("It did not fail.");
    }
}
