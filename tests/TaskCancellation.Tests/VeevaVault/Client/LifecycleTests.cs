namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class LifecycleTests : ClientTest
{
    /// <summary>Written from the contract, by hand: every state, and where each event leads from it; null for nowhere. The order of QUEUEING and QUEUED, and who gets to TIMEOUT, MISSED_SCHEDULE and FAILED_TO_RUN, is inferred there.</summary>
    private static readonly (string From, string? Start, string? Succeed, string? Fail, string? RequestCancel, string? CompleteCancel, string? LoseTrack, string? Expire)[] Expected =
    [
        ("SCHEDULED", "QUEUEING", null, "FAILED_TO_RUN", "CANCELLING", null, null, "MISSED_SCHEDULE"),
        ("QUEUEING", "QUEUED", null, null, "CANCELLING", null, null, null),
        ("QUEUED", "RUNNING", null, null, "CANCELLING", null, null, null),
        ("RUNNING", null, "SUCCESS", "ERRORS_ENCOUNTERED", null, null, "COMPLETED_DUE_TO_INACTIVITY", "TIMEOUT"),
        ("CANCELLING", null, null, null, null, "CANCELLED", null, null),
        ("SUCCESS", null, null, null, null, null, null, null),
        ("ERRORS_ENCOUNTERED", null, null, null, null, null, null, null),
        ("TIMEOUT", null, null, null, null, null, null, null),
        ("COMPLETED_DUE_TO_INACTIVITY", null, null, null, null, null, null, null),
        ("MISSED_SCHEDULE", null, null, null, null, null, null, null),
        ("FAILED_TO_RUN", null, null, null, null, null, null, null),
        ("CANCELLED", null, null, null, null, null, null, null),
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
            (LifecycleEvent.Requeue, null),
            (LifecycleEvent.LoseTrack, row.LoseTrack),
            (LifecycleEvent.Expire, row.Expire),
            (LifecycleEvent.Remove, null),
        }
        select new TestCaseData(row.From, pair.On, pair.To);

    [TestCaseSource(nameof(Pairs))]
    [Category("VV-10.17"), Category("VV-10.44"), Category("Inferred")]
    public void Every_event_leads_where_the_contract_says(string from, LifecycleEvent on, string? to) =>
        Assert.That(CreateClient().Lifecycle.Next(from, on), Is.EqualTo(to));

    [Test]
    public void There_is_nothing_else_in_the_table()
    {
        var table = CreateClient().Lifecycle;
        Assert.Multiple(() =>
        {
            Assert.That(table.ServiceName, Is.EqualTo("Veeva Vault"));
            Assert.That(table.States.Select(row => row.Name), Is.EqualTo(Expected.Select(row => row.From)));
            Assert.That(table.Transitions, Has.Count.EqualTo(13));
            Assert.That(table.CancelIsIrrevocable, Is.True);
            Assert.That(Enum.GetValues<LifecycleEvent>(), Has.Length.EqualTo(10), "a new event needs a column here");
        });
    }

    [TestCase("SCHEDULED", TaskState.Pending, CancelEffect.Accepted)]
    [TestCase("QUEUEING", TaskState.Pending, CancelEffect.Accepted)]
    [TestCase("QUEUED", TaskState.Pending, CancelEffect.Accepted)]
    [TestCase("RUNNING", TaskState.Running, CancelEffect.Refused, Category = "Inferred")]
    [TestCase("CANCELLING", TaskState.Canceling, CancelEffect.Refused, Category = "Inferred")]
    [TestCase("SUCCESS", TaskState.Succeeded, CancelEffect.Refused, Category = "Inferred")]
    [TestCase("ERRORS_ENCOUNTERED", TaskState.Failed, CancelEffect.Refused, Category = "Inferred")]
    [TestCase("TIMEOUT", TaskState.Failed, CancelEffect.Refused, Category = "Inferred")]
    [TestCase("COMPLETED_DUE_TO_INACTIVITY", TaskState.Failed, CancelEffect.Refused, Category = "Inferred")]
    [TestCase("MISSED_SCHEDULE", TaskState.Failed, CancelEffect.Refused, Category = "Inferred")]
    [TestCase("FAILED_TO_RUN", TaskState.Failed, CancelEffect.Refused, Category = "Inferred")]
    [TestCase("CANCELLED", TaskState.Canceled, CancelEffect.Refused, Category = "Inferred")]
    [Category("VV-10.18")]
    public async Task Every_state_has_its_meaning_and_what_a_cancel_does_there(string name, TaskState state, CancelEffect effect)
    {
        Service.On(JobLine(1), Wire.Job(1, name));
        var client = CreateClient();
        var row = client.Lifecycle.Find(name)!;
        var read = await RunAsync(client.FindAsync(1));
        Assert.Multiple(() =>
        {
            Assert.That((row.RawState, row.State, row.CancelEffect), Is.EqualTo((name, state, effect)));
            Assert.That((read!.RawState, read.State), Is.EqualTo((name, state)));
            Assert.That(client.Lifecycle.Find(read), Is.SameAs(row));
        });
    }

    [TestCase("PAUSED")]
    [TestCase("FAILED")]
    [TestCase("success")]
    [Category("VV-10.35")]
    public async Task A_word_that_is_not_known_is_never_guessed(string word)
    {
        Service.On(JobLine(1), Wire.Job(1, word));
        var read = await RunAsync(CreateClient().FindAsync(1));
        Assert.That((read!.State, read.RawState, read.IsTerminal), Is.EqualTo((TaskState.Unknown, word, false)));
    }

    [TestCase("INVALID_SESSION_ID", CancelDisposition.Denied)]
    [TestCase("INSUFFICIENT_ACCESS", CancelDisposition.Denied)]
    [TestCase("CONFIGURATION_MODE_ENABLED", CancelDisposition.Denied)]
    [TestCase("OPERATION_NOT_ALLOWED", CancelDisposition.Rejected)]
    [TestCase("PARAMETER_REQUIRED", CancelDisposition.Rejected)]
    [TestCase("METHOD_NOT_SUPPORTED", CancelDisposition.Rejected)]
    [TestCase("MALFORMED_URL", CancelDisposition.Rejected)]
    public void Every_refusal_has_its_meaning(string code, CancelDisposition meaning) =>
        Assert.That(CreateClient().Lifecycle.FindRefusal(code)!.Meaning, Is.EqualTo(meaning));
}
