namespace TaskCancellation.Core.Tests.Replies;

/// <summary>A service that did not apply the filter: a gateway before it drops the query.</summary>
[Category("Finding A3")]
public sealed class FilterRecheckTests : WaitFixture
{
    private static readonly TaskSnapshot Stranger = Some.Task("777", kind: "other") with { Scope = "PRODUCTION", Name = "n", EnqueuedAt = Some.Noon };

    private static readonly TaskFilter[] PushedDown =
    [
        new TaskFilter { Ids = ["5"] },
        new TaskFilter { States = [TaskState.Pending] },
        new TaskFilter { Kinds = ["k*"] },
        new TaskFilter { Scopes = ["movies"] },
        new TaskFilter { Enqueued = TimeRange.After(Some.Noon) },
    ];

    private static readonly Func<ScriptedTaskClient, TaskFilter, Task>[] Verbs =
    [
        (client, filter) => client.CancelAsync(filter, new CancelOptions { Selection = CancelSelection.ClientSide }),
        (client, filter) => client.PlanAsync(filter),
        (client, filter) => client.ListAsync(filter).CountAsync().AsTask(),
        (client, filter) => client.WatchAsync(filter).CountAsync().AsTask(),
    ];

    [Test]
    public void Nothing_is_sent_when_a_listed_task_contradicts_a_field_that_was_pushed_down([ValueSource(nameof(PushedDown))] TaskFilter filter, [Range(0, 3)] int verb)
    {
        Client.OnList = _ => [Stranger];

        var error = Assert.ThrowsAsync<TaskRequestException>(() => Verbs[verb](Client, filter));

        Assert.Multiple(() =>
        {
            Assert.That((error!.Reason, error.Delivery), Is.EqualTo((TaskErrorReason.Protocol, RequestDelivery.Answered)));
            Assert.That(error, Has.Message.Contain("did not apply the filter").And.Message.Contain(filter.GetConstraints().First().Name).And.Message.Contain("'777'"));
            Assert.That(Client.Cancels, Is.Empty);
        });
    }

    [Test]
    public void Nor_is_a_cancel_left_to_a_service_whose_list_contradicts_the_filter([ValueSource(nameof(PushedDown))] TaskFilter filter)
    {
        Client.Can = Scripted.ByFilter;
        Client.OnList = _ => [Stranger];

        var error = Assert.ThrowsAsync<TaskRequestException>(() => Client.CancelAsync(filter, new CancelOptions { Selection = CancelSelection.ServerSide }));

        Assert.That((error!.Reason, Client.Cancels.Count), Is.EqualTo((TaskErrorReason.Protocol, 0)));
    }

    [Test]
    public async Task A_field_that_is_checked_here_only_leaves_the_task_out([ValueSource(nameof(PushedDown))] TaskFilter filter)
    {
        Client.Inexact = PlainPredicate.Every;
        Client.OnList = _ => [Stranger];

        var operation = await Client.CancelAsync(filter, new CancelOptions { Selection = CancelSelection.ClientSide });

        Assert.That((operation.Accepted.Outcomes.Count, Client.Cancels.Count), Is.EqualTo((0, 0)));
    }

    [TestCase(FieldMatch.Meets, 1)]
    [TestCase(FieldMatch.Differs, 0)]
    public async Task A_service_that_means_more_by_a_field_says_so(FieldMatch match, int listed)
    {
        Client.OnMatch = (_, field, _) => field == FilterFields.Scopes ? match : FieldMatch.Contradicts;
        Client.OnList = _ => [Stranger];

        Assert.That(await Client.ListAsync(new TaskFilter { Scopes = ["movies"] }).CountAsync(), Is.EqualTo(listed));
    }

    [Test]
    public async Task What_only_the_service_has_is_asked_of_its_client_for_each_task()
    {
        Client.OnMatch = (_, field, task) => field != FilterFields.ServiceSpecific ? FieldMatch.Contradicts : task.Name == "n" ? FieldMatch.Meets : FieldMatch.Differs;
        Client.OnList = _ => [Stranger, Stranger with { Id = "778", Name = "another" }];

        Assert.That(await Client.ListAsync(new ScriptedFilter()).Select(task => task.Id.Value).ToListAsync(), Is.EqualTo(new[] { "777" }));
    }

    [Test]
    public void A_contradiction_of_what_only_the_service_has_ends_the_list()
    {
        Client.OnMatch = (_, _, _) => FieldMatch.Contradicts;
        Client.OnList = _ => [Stranger];

        Assert.That(
            async () => await Client.ListAsync(new ScriptedFilter()).CountAsync(),
            Throws.InstanceOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Protocol).And.Message.Contain("Marks in [m]"));
    }

    [Test]
    public async Task The_condition_is_evaluated_only_on_what_the_rest_of_the_filter_means()
    {
        Client.Inexact = PlainPredicate.Every;
        Client.OnList = _ => [Stranger, Stranger with { Id = "5" }];
        var asked = new List<string>();

        await Client.ListAsync(new TaskFilter { Ids = ["5"], Where = task => { asked.Add(task.Id.Value); return true; } }).CountAsync();

        Assert.That(asked, Is.EqualTo(new[] { "5" }));
    }

    [Test]
    public async Task A_plan_is_not_carried_out_for_what_such_a_list_does_not_show()
    {
        Client.Tasks.Add(Some.Task("5", kind: "k") with { Scope = "movies" });
        var plan = await Client.PlanAsync(new TaskFilter { Scopes = ["movies"] });
        Client.OnList = _ => [Stranger];

        var operation = await Client.ExecuteAsync(plan);

        Assert.That(operation.Accepted.Outcomes.Single(), Has.Property("Verdict").EqualTo(CancellationVerdict.NotAttempted).And.Property("Error").Property("Reason").EqualTo(TaskErrorReason.Protocol));
        Assert.That(Client.Cancels, Is.Empty);
    }

    private sealed record ScriptedFilter : TaskFilter
    {
        public override IEnumerable<FilterConstraint> GetConstraints() => [new FilterConstraint("Marks", FilterFields.ServiceSpecific, ["m"])];
    }
}
