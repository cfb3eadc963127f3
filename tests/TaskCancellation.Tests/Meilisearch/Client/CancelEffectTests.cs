using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>What a cancel does in each state, against the emulator.</summary>
public sealed class CancelEffectTests : ClientTest
{
    [TestCase("enqueued", TaskState.Pending, true)]
    [TestCase("processing", TaskState.Running, true)]
    [TestCase("succeeded", TaskState.Succeeded, false)]
    [TestCase("failed", TaskState.Failed, false)]
    [TestCase("canceled", TaskState.Canceled, false)]
    [TestCase("paused", TaskState.Unknown, true)]
    public async Task The_effect_of_a_cancel_is_what_the_emulator_does(string status, TaskState state, bool isCanceled)
    {
        Server.Add(new() { State = status, RunDuration = null });
        var before = (await Run(Client.FindAsync(0)))!;
        Assert.That((before.State, Client.Lifecycle.CanCancel(before)), Is.EqualTo((state, isCanceled)));
        var operation = await Run(Client.CancelAsync((TaskTarget)0));
        await Run(operation.WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromSeconds(10) }));
        Assert.That(Status(0), Is.EqualTo(status is "enqueued" or "processing" ? "canceled" : status));
    }

    [Test]
    public async Task Only_a_failed_upgrade_can_be_canceled_after_it_failed()
    {
        Server.Add(new() { Kind = "upgradeDatabase", State = "failed", Failure = new MeilisearchError("Disk full.") });
        var task = (await Run(Client.FindAsync(0)))!;
        Assert.That((Client.Lifecycle.Find(task)!.Name, Client.Lifecycle.CanCancel(task)), Is.EqualTo(("failed (upgradeDatabase)", true)));
        Assert.That(Client.Lifecycle.CanCancel(task with { Kind = "dumpCreation" }), Is.False);
    }
}
