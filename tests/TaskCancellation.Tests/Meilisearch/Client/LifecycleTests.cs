using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>The state machine, against a table written by hand and against the emulator.</summary>
public sealed class LifecycleTests : ClientTest
{
    // Columns: Start, Succeed, Fail, RequestCancel, CompleteCancel, Requeue, LoseTrack, Expire, Remove. A dash: does not happen.
    private static readonly (string From, string[] To)[] Table =
    [
        ("enqueued", ["processing", "-", "-", "enqueued", "canceled", "-", "-", "-", "-"]),
        ("processing", ["-", "succeeded", "failed", "processing", "canceled", "enqueued", "-", "-", "-"]),
        ("succeeded", ["-", "-", "-", "succeeded", "-", "-", "-", "-", "(gone)"]),
        ("failed", ["-", "-", "-", "failed", "-", "-", "-", "-", "(gone)"]),
        ("failed (upgradeDatabase)", ["processing", "-", "-", "failed (upgradeDatabase)", "canceled", "-", "-", "-", "(gone)"]),
        ("canceled", ["-", "-", "-", "canceled", "-", "-", "-", "-", "(gone)"]),
    ];

    private static IEnumerable<TestCaseData> Pairs() =>
        from row in Table
        from change in Enum.GetValues<LifecycleEvent>().Skip(1).Zip(row.To)
        select new TestCaseData(row.From, change.First, change.Second == "-" ? null : change.Second);

    [TestCaseSource(nameof(Pairs))]
    public void Every_state_and_event_leads_where_the_table_says(string from, LifecycleEvent on, string? to) =>
        Assert.That(Client.Lifecycle.Next(from, on), Is.EqualTo(to));

    [Test]
    public void The_table_has_these_states_and_no_others() =>
        Assert.That(Client.Lifecycle.States.Select(row => row.Name), Is.EqualTo(Table.Select(row => row.From)));

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

    [TestCase("missing_authorization_header", CancelDisposition.Denied)]
    [TestCase("invalid_api_key", CancelDisposition.Denied)]
    [TestCase("no_space_left_on_device", CancelDisposition.Rejected)]
    [TestCase("missing_task_filters", CancelDisposition.Rejected)]
    public void Refusals_have_a_meaning(string code, CancelDisposition meaning) =>
        Assert.That(Client.Lifecycle.FindRefusal(code)?.Meaning, Is.EqualTo(meaning));

    [Test]
    public void A_cancel_can_be_outrun() => Assert.That(Client.Lifecycle.CancelIsIrrevocable, Is.False);
}
