namespace TaskCancellation.Tests.TopazImage.Client;

[TestFixture]
internal sealed class LifecycleTests : ClientTest
{
    private const string Gone = "(gone)";

    /// <summary>Written from the contract's own machine, by hand: every state, and where each event leads from it; null for nowhere.</summary>
    private static readonly (string From, string? Start, string? Succeed, string? Fail, string? RequestCancel, string? CompleteCancel, string? Requeue, string? LoseTrack, string? Expire, string? Remove)[] Expected =
    [
        ("Pending", "Processing", null, "Failed", "Cancelled", null, null, null, null, null),
        ("Processing", null, "Completed", "Failed", "Cancelled", null, "Pending", null, null, null),
        ("Completed", null, null, null, null, null, null, null, null, Gone),
        ("Cancelled", null, null, null, null, null, null, null, null, Gone),
        ("Failed", null, null, null, null, null, null, null, null, Gone),
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
    [Category("Inferred")]
    public void Every_event_leads_where_the_contract_says(string from, LifecycleEvent on, string? to) =>
        Assert.That(CreateClient().Lifecycle.Next(from, on), Is.EqualTo(to));

    [Test]
    public void There_is_nothing_else_in_the_table()
    {
        var table = CreateClient().Lifecycle;
        Assert.Multiple(() =>
        {
            Assert.That(table.ServiceName, Is.EqualTo("Topaz Image API"));
            Assert.That(table.States.Select(row => row.Name), Is.EqualTo(Expected.Select(row => row.From)));
            Assert.That(table.Transitions, Has.Count.EqualTo(10));
            Assert.That(table.Refusals, Is.Empty, "409 does not say why, and the rest is told by the status");
            Assert.That(table.CancelIsIrrevocable, Is.True);
            Assert.That(Enum.GetValues<LifecycleEvent>(), Has.Length.EqualTo(10), "a new event needs a column here");
        });
    }

    [TestCase("Pending", TaskState.Pending, CancelEffect.Accepted)]
    [TestCase("Processing", TaskState.Running, CancelEffect.Accepted)]
    [TestCase("Completed", TaskState.Succeeded, CancelEffect.Refused)]
    [TestCase("Cancelled", TaskState.Canceled, CancelEffect.Refused)]
    [TestCase("Failed", TaskState.Failed, CancelEffect.Refused)]
    public void Every_state_has_its_meaning_and_what_a_cancel_does_there(string name, TaskState state, CancelEffect effect)
    {
        var row = CreateClient().Lifecycle.Find(name)!;
        Assert.That((row.RawState, row.State, row.CancelEffect), Is.EqualTo((name, state, effect)));
    }
}
