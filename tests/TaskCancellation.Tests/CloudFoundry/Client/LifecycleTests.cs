namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class LifecycleTests : ClientTest
{
    private const string Canceled = "FAILED (task was cancelled)";
    private const string Gone = "(gone)";

    /// <summary>Written from the contract's own table, by hand: every state, and where each event leads from it; null for nowhere.</summary>
    private static readonly (string From, string? Start, string? Succeed, string? Fail, string? RequestCancel, string? CompleteCancel, string? Requeue, string? LoseTrack, string? Expire, string? Remove)[] Expected =
    [
        ("PENDING", "RUNNING", null, "FAILED", "CANCELING", null, null, null, "FAILED", Gone),
        ("RUNNING", null, "SUCCEEDED", "FAILED", "CANCELING", null, null, "FAILED", null, Gone),
        ("CANCELING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELING", Canceled, null, "FAILED", null, Gone),
        ("SUCCEEDED", null, null, null, null, null, null, null, null, Gone),
        ("FAILED", null, null, null, null, null, null, null, null, Gone),
        (Canceled, null, null, null, null, null, null, null, null, Gone),
    ];

    private static IEnumerable<TestCaseData> Pairs() =>
        from row in Expected
        from pair in new (LifecycleEvent On, string? To)[]
        {
            (LifecycleEvent.Start, row.Start),
            (LifecycleEvent.Succeed, row.Succeed),
            (LifecycleEvent.Fail, row.Fail),
            (LifecycleEvent.RequestCancel, row.RequestCancel),
            (LifecycleEvent.CompleteCancel, row.CompleteCancel),
            (LifecycleEvent.Requeue, row.Requeue),
            (LifecycleEvent.LoseTrack, row.LoseTrack),
            (LifecycleEvent.Expire, row.Expire),
            (LifecycleEvent.Remove, row.Remove),
        }
        select new TestCaseData(row.From, pair.On, pair.To);

    [TestCaseSource(nameof(Pairs))]
    public void Every_event_leads_where_the_contract_says(string from, LifecycleEvent on, string? to) =>
        Assert.That(CreateClient().Lifecycle.Next(from, on), Is.EqualTo(to));

    [Test]
    public void There_is_nothing_else_in_the_table()
    {
        var table = CreateClient().Lifecycle;
        Assert.Multiple(() =>
        {
            Assert.That(table.ServiceName, Is.EqualTo("Cloud Foundry"));
            Assert.That(table.States.Select(row => row.Name), Is.EqualTo(Expected.Select(row => row.From)));
            Assert.That(table.Transitions, Has.Count.EqualTo(20));
            Assert.That(table.CancelIsIrrevocable, Is.False);
            Assert.That(Enum.GetValues<LifecycleEvent>(), Has.Length.EqualTo(10), "a new event needs a column here");
        });
    }

    [TestCase("PENDING", TaskState.Pending, CancelEffect.Accepted)]
    [TestCase("RUNNING", TaskState.Running, CancelEffect.Accepted)]
    [TestCase("CANCELING", TaskState.Canceling, CancelEffect.Accepted)]
    [TestCase("SUCCEEDED", TaskState.Succeeded, CancelEffect.Refused)]
    [TestCase("FAILED", TaskState.Failed, CancelEffect.Refused)]
    [TestCase(Canceled, TaskState.Canceled, CancelEffect.Refused)]
    public void Every_state_has_its_meaning_and_what_a_cancel_does_there(string name, TaskState state, CancelEffect effect)
    {
        var row = CreateClient().Lifecycle.Find(name)!;
        Assert.That((row.RawState, row.State, row.CancelEffect), Is.EqualTo((name.Split(' ')[0], state, effect)));
    }

    [TestCase("1000", CancelDisposition.Denied)]
    [TestCase("10002", CancelDisposition.Denied)]
    [TestCase("10003", CancelDisposition.Denied)]
    [TestCase("10007", CancelDisposition.Denied)]
    [TestCase("10008", CancelDisposition.AlreadyEnded)]
    [TestCase("10010", CancelDisposition.NotFound)]
    [TestCase("10017", CancelDisposition.Denied)]
    [TestCase("10019", CancelDisposition.Denied)]
    [TestCase("10020", CancelDisposition.Rejected)]
    public void Every_refusal_has_its_meaning(string code, CancelDisposition meaning) =>
        Assert.That(CreateClient().Lifecycle.FindRefusal(code)!.Meaning, Is.EqualTo(meaning));
}
