using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.Findings;

/// <summary>What real cloud controllers showed of the client and is not cured.</summary>
internal sealed class CloudFoundryPendingTests : FindingTest
{
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
}
