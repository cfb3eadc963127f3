using TaskCancellation.Tests.Architecture;

namespace TaskCancellation.Tests.Clients;

/// <summary>The state machine of each client, against a table written by hand.</summary>
[TestFixture]
internal sealed class LifecycleTests
{
    private static readonly LifecycleEvent[] Events = [.. Enum.GetValues<LifecycleEvent>().Skip(1)];

    private static IEnumerable<TestCaseData> Steps() =>
        from table in LifecycleTables.All
        from row in table.Rows
        from step in Events.Zip(row.To)
        select Case(table, table.HasInferredSteps, table, row.Name, step.First, step.Second == "-" ? null : step.Second);

    private static IEnumerable<TestCaseData> States() =>
        from table in LifecycleTables.All from row in table.Rows select Case(table, table.HasInferredEffects && row.State != TaskState.Pending, table, row);

    private static IEnumerable<TestCaseData> Tables() => LifecycleTables.All.Select(table => Case(table, false, table));

    [Test]
    public void Every_service_has_its_table() =>
        Assert.That(LifecycleTables.All.Select(table => table.Service), Is.EquivalentTo(ServiceClients.All.Select(ServiceClients.FolderOf)));

    [TestCaseSource(nameof(Steps))]
    [Category("VV-10.17"), Category("VV-10.44")]
    public void Every_event_leads_where_the_contract_says(LifecycleTable table, string from, LifecycleEvent on, string? to) =>
        Assert.That(table.Lifecycle.Next(from, on), Is.EqualTo(to));

    [TestCaseSource(nameof(Tables))]
    public void There_is_nothing_else_in_the_table(LifecycleTable table)
    {
        var lifecycle = table.Lifecycle;
        Assert.Multiple(() =>
        {
            Assert.That(lifecycle.ServiceName, Is.EqualTo(table.Name));
            Assert.That(lifecycle.States.Select(row => row.Name), Is.EqualTo(table.Rows.Select(row => row.Name)));
            Assert.That(lifecycle.Transitions, Has.Count.EqualTo(table.Rows.Sum(row => row.To.Count(to => to != "-"))));
            Assert.That(lifecycle.UnfinishedStates, Is.EqualTo(table.Unfinished));
            Assert.That(table.Rows.Select(row => row.To.Length), Is.All.EqualTo(Events.Length), "a new event needs a column here");
        });
    }

    [TestCaseSource(nameof(States))]
    public void Every_state_has_its_meaning_and_what_a_cancel_does_there(LifecycleTable table, LifecycleRow expected)
    {
        var row = table.Lifecycle.Find(expected.Name)!;
        Assert.That((row.RawState, row.State, row.CancelEffect), Is.EqualTo((expected.RawState, expected.State, expected.Effect)));
    }

    [TestCaseSource(nameof(Tables))]
    public void Every_refusal_has_its_meaning_and_no_other_has_one(LifecycleTable table)
    {
        Assert.That(table.Lifecycle.Refusals.Select(refusal => (refusal.Code, refusal.Meaning)), Is.EquivalentTo(table.Refusals));
        Assert.That(table.Refusals.Select(refusal => table.Lifecycle.FindRefusal(refusal.Code)?.Meaning), Is.EqualTo(table.Refusals.Select(refusal => refusal.Meaning)));
    }

    [TestCaseSource(nameof(Tables))]
    public void Whether_a_cancel_can_be_outrun_is_said(LifecycleTable table) =>
        Assert.That(table.Lifecycle.CancelIsIrrevocable, Is.EqualTo(table.CancelIsIrrevocable));

    private static TestCaseData Case(LifecycleTable table, bool isInferred, params object?[] arguments)
    {
        var data = new TestCaseData(arguments).SetArgDisplayNames([table.Service, .. arguments.Skip(1).Select(argument => argument switch { null => "nowhere", LifecycleRow row => row.Name, var other => other.ToString()! })]);
        return isInferred ? data.SetCategory("Inferred") : data;
    }
}
