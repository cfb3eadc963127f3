using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.Findings;

/// <summary>What real cloud controllers showed of the client and is not cured.</summary>
internal sealed class CloudFoundryPendingTests : FindingTest
{
    private const string NotReached = """{"errors":[{"code":170019,"title":"CF-TaskError","detail":"Task errored while cancelling"}]}""";
    private static readonly WaitOptions ShortWait = new() { Timeout = TimeSpan.FromSeconds(20) };

    private CloudFoundryEmulator server = null!;
    private CloudFoundryTaskClient client = null!;

    [SetUp]
    public void SetUpServer()
    {
        server = new CloudFoundryEmulator(Clock);
        client = ClientOf(server);
    }

    [TearDown]
    public void TearDownServer()
    {
        client.Dispose();
        server.Dispose();
    }

    [Test]
    [Category("Finding K5")]
    public async Task What_a_cancel_met_with_last_stays_on_the_outcome()
    {
        var id = server.Add(new() { CancelEnds = CloudFoundryCancelEnding.Never });
        server.Faults.When(IsCancel).ActThenRespond(EmulatedReply.Json(500, NotReached));
        var outcome = (await RunAsync(client.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0];
        Assert.That(outcome.Snapshot?.RawState, Is.EqualTo("CANCELING"));

        Assert.That(outcome.Error?.ErrorCode, Is.EqualTo("170019"));
    }

    [Test]
    [Category("Finding K6")]
    public async Task A_task_that_is_no_longer_visible_has_not_ended_by_that()
    {
        var developer = new CloudFoundryUser { Name = "dev", Tokens = ["dev-token"], Roles = [new(CloudFoundryRole.SpaceDeveloper)] };
        server.AddUser(developer);
        using var theirs = ClientOf(server, CloudFoundryCredential.AccessToken("dev-token"));
        var id = server.Add(new() { CancelEnds = CloudFoundryCancelEnding.Never });
        var operation = await RunAsync(theirs.CancelAsync((TaskTarget)id));
        server.After(TimeSpan.FromSeconds(3), () => server.AddUser(developer with { Roles = [] }));
        var outcome = (await RunAsync(operation.WaitForCompletionAsync(ShortWait))).Outcomes[0];
        Assert.That(server.Find(id)!.State, Is.EqualTo("CANCELING"));

        await Pending.Until(() => Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted)));
    }

    [Test]
    [Category("Finding K8")]
    public async Task Tasks_of_one_second_that_span_pages_are_all_listed()
    {
        var running = new TaskFilter { Scopes = [server.DefaultApp], States = [TaskState.Running] };
        for (var at = 0; at < 26; at++)
        {
            server.Add();
        }

        string[] ids = [.. (await ListAsync(client, running)).Tasks.Select(task => task.Id.Value)];
        server.Faults.When(request => request.RawQuery.Contains("&page=2", StringComparison.Ordinal)).Times(1).Edit(_ =>
        {
            Array.ForEach(ids[..5], id => server.Finish(id));
            return EmulatedReply.Empty(503);
        });
        var listed = await RunAsync(client.ListAsync(running, new ReadOptions { PageSize = 10 }).ToListAsync().AsTask());

        await Pending.Until(() => Assert.That(listed.Select(task => task.Id.Value), Is.SupersetOf(ids[5..])));
    }

    [Test]
    [Category("Finding K11")]
    public async Task Canceling_with_the_reason_of_a_cancel_has_taken_effect()
    {
        var id = server.Add(new() { CancelEnds = CloudFoundryCancelEnding.Never });
        var operation = await RunAsync(client.CancelAsync((TaskTarget)id));
        server.Change(id, new() { State = "CANCELING", Failure = "task was cancelled" });
        var outcome = (await RunAsync(operation.WaitForCompletionAsync(ShortWait))).Outcomes[0];

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    [Category("Finding K12")]
    public async Task A_cancel_that_the_controller_cannot_save_is_not_tried_again_and_again()
    {
        var id = server.Add();
        server.SetQuota(server.DefaultSpace, new(ProcessMemoryInMb: 1));
        var outcome = await RunAsync(client.CancelAndWaitAsync(id, ShortWait));
        Assert.That(server.Find(id)!.State, Is.EqualTo("RUNNING"));

        Assert.That(server.Requests.Count(line => IsCancel(line.Request)), Is.AtMost(2));
        Assert.That((outcome.Verdict, outcome.Error?.ErrorCode), Is.EqualTo((CancellationVerdict.Rejected, "10001")));
    }

    private static bool IsCancel(EmulatedRequest request) => request.Path.EndsWith("/actions/cancel", StringComparison.Ordinal);
}
