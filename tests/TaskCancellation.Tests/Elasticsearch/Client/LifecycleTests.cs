namespace TaskCancellation.Tests.Elasticsearch.Client;

[TestFixture]
internal sealed class LifecycleTests : ClientTest
{
    private const string Running = "running";
    private const string Fixed = "running (not cancellable)";
    private const string Flagged = "running (flagged cancelled)";
    private const string Completed = "completed (response)";
    private const string Failed = "completed (error)";
    private const string Canceled = "completed (canceled)";
    private const string Ended = "completed (unrecorded)";
    private const string Gone = "(gone)";

    /// <summary>Written from the contract's own table, by hand: every state, and where each event leads from it; null for nowhere.</summary>
    private static readonly (string From, string? Start, string? Succeed, string? Fail, string? RequestCancel, string? CompleteCancel, string? Requeue, string? LoseTrack, string? Expire, string? Remove)[] Expected =
    [
        (Running, null, Completed, Failed, Flagged, null, null, Ended, null, Gone),
        (Fixed, null, Completed, Failed, null, null, null, Ended, null, Gone),
        (Flagged, null, Completed, Failed, Flagged, Canceled, null, Ended, null, Gone),
        (Completed, null, null, null, null, null, null, null, null, Gone),
        (Failed, null, null, null, null, null, null, null, null, Gone),
        (Canceled, null, null, null, null, null, null, null, null, Gone),
        (Ended, null, null, null, null, null, null, null, null, Gone),
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
        Assert.That(Client.Lifecycle.Next(from, on), Is.EqualTo(to));

    [Test]
    public void There_is_nothing_else_in_the_table()
    {
        var table = Client.Lifecycle;
        Assert.Multiple(() =>
        {
            Assert.That(table.ServiceName, Is.EqualTo("Elasticsearch"));
            Assert.That(table.States.Select(row => row.Name), Is.EqualTo(Expected.Select(row => row.From)));
            Assert.That(table.Transitions, Has.Count.EqualTo(19));
            Assert.That(table.CancelIsIrrevocable, Is.False);
            Assert.That(table.UnfinishedStates, Is.EqualTo(new[] { TaskState.Running, TaskState.Canceling }));
            Assert.That(Enum.GetValues<LifecycleEvent>(), Has.Length.EqualTo(10), "a new event needs a column here");
        });
    }

    [TestCase(Running, "running", TaskState.Running, CancelEffect.Accepted)]
    [TestCase(Fixed, "not cancellable", TaskState.Running, CancelEffect.Refused)]
    [TestCase(Flagged, "cancelled", TaskState.Canceling, CancelEffect.Accepted)]
    [TestCase(Completed, "response", TaskState.Succeeded, CancelEffect.Refused)]
    [TestCase(Failed, "error", TaskState.Failed, CancelEffect.Refused)]
    [TestCase(Canceled, "canceled", TaskState.Canceled, CancelEffect.Refused)]
    [TestCase(Ended, "unrecorded", TaskState.Unknown, CancelEffect.Refused)]
    public void Every_state_has_its_meaning_and_what_a_cancel_does_there(string name, string raw, TaskState state, CancelEffect effect)
    {
        var row = Client.Lifecycle.Find(name)!;
        Assert.That((row.RawState, row.State, row.CancelEffect), Is.EqualTo((raw, state, effect)));
    }

    [TestCase("resource_not_found_exception", CancelDisposition.NotFound)]
    [TestCase("security_exception", CancelDisposition.Denied)]
    [TestCase("illegal_argument_exception", CancelDisposition.Rejected)]
    [TestCase("action_request_validation_exception", CancelDisposition.Rejected)]
    [TestCase("api_not_available_exception", CancelDisposition.Rejected)]
    public void Every_refusal_has_its_meaning(string code, CancelDisposition meaning) =>
        Assert.That(Client.Lifecycle.FindRefusal(code)!.Meaning, Is.EqualTo(meaning));
}
