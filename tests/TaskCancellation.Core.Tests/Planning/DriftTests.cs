namespace TaskCancellation.Core.Tests.Planning;

/// <summary>Tasks that have come or gone between a plan and its execution.</summary>
public sealed class DriftTests : PlanFixture
{
    [Test]
    public async Task Without_drift_every_policy_cancels_what_was_planned([Values("only", "fail", "allow")] string policy)
    {
        Have("1", "2");

        var report = await ExecuteAsync(await Client.PlanAsync(Planned), policy switch { "only" => DriftPolicy.OnlyPlanned, "fail" => DriftPolicy.FailOnDrift, _ => DriftPolicy.AllowNew(0) });

        Assert.That(Verdicts(report), Is.EqualTo(new[] { "1: Accepted", "2: Accepted" }));
    }

    [Test]
    public async Task Fail_on_drift_tells_who_came_and_who_went_and_cancels_nothing()
    {
        Have("1", "2");
        var plan = await Client.PlanAsync(Planned);
        Remove("1");
        Have("3");

        var drift = Assert.ThrowsAsync<PlanDriftException>(() => Client.ExecuteAsync(plan, DriftPolicy.FailOnDrift));

        Assert.That(drift!.Added, Is.EqualTo(new[] { Some.Task("3", kind: "k") }));
        Assert.That(drift.Missing, Is.EqualTo(new[] { plan.Targets[0] }));
        Assert.That(drift.Message, Is.EqualTo("The plan's filter now addresses tasks that were not planned (1), or no longer addresses planned ones (1); the policy is to fail on drift. Nothing was canceled. Review Added and Missing, and make a new plan."));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Fail_on_drift_minds_either(bool comes)
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        if (comes)
        {
            Have("2");
        }
        else
        {
            Change("1", task => task with { State = TaskState.Succeeded });
        }

        Assert.That(() => Client.ExecuteAsync(plan, DriftPolicy.FailOnDrift), Throws.InstanceOf<PlanDriftException>());
    }

    [Test]
    public async Task New_ones_follow_the_planned_ones_in_list_order()
    {
        Have("1", "2");
        var plan = await Client.PlanAsync(Planned);
        Client.Tasks.InsertRange(0, [Some.Task("4", kind: "k"), Some.Task("3", kind: "k")]);
        Change("1", task => task with { State = TaskState.Succeeded });

        var report = await ExecuteAsync(plan, DriftPolicy.AllowNew(2));

        Assert.That(Verdicts(report), Is.EqualTo(new[] { "1: CompletedFirst", "2: Accepted", "4: Accepted", "3: Accepted" }));
        Assert.That(Sent, Is.EqualTo(new[] { "2", "4", "3" }));
    }

    [Test]
    public async Task More_new_ones_than_allowed_cancel_nothing()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Have("2", "3");

        Assert.That(() => Client.ExecuteAsync(plan, DriftPolicy.AllowNew(1)), Throws.InstanceOf<PlanDriftException>().With.Property("Added").Count.EqualTo(2).And.Property("Missing").Empty);
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task New_ones_count_towards_the_most_that_are_allowed()
    {
        Have("1", "2");
        var plan = await Client.PlanAsync(Planned, new CancelOptions { MaxTargets = 2 });
        Have("3");
        Assert.That(() => Client.ExecuteAsync(plan, DriftPolicy.AllowNew(9)), Throws.InstanceOf<PlanDriftException>().With.Message.Contains("MaxTargets is 2"));
        Assert.That(Client.Cancels, Is.Empty);

        Remove("1");
        Assert.That(Verdicts(await ExecuteAsync(plan, DriftPolicy.AllowNew(9))), Is.EqualTo(new[] { "1: Ended", "2: Accepted", "3: Accepted" }));
    }

    [Test]
    public async Task New_ones_of_protected_kinds_are_spared_and_no_drift()
    {
        Client.Can = Client.Can with { ProtectedKinds = ["keep"] };
        Have("1");
        var plan = await Client.PlanAsync(Some.Kinds("k*"));
        Client.Tasks.Add(Some.Task("2", kind: "keep"));

        var report = await ExecuteAsync(plan, DriftPolicy.FailOnDrift);

        Assert.That(report.Protected.Single().Id.Value, Is.EqualTo("2"));
        Assert.That(Sent, Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task Another_task_under_a_planned_id_is_one_gone_and_one_come()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        Client.Tasks.Add(Some.Task("1", kind: "k") with { StartedAt = Some.Noon });
        var plan = await Client.PlanAsync(Planned);
        Change("1", task => task with { StartedAt = Some.Noon.AddSeconds(1) });

        Assert.That(() => Client.ExecuteAsync(plan, DriftPolicy.FailOnDrift), Throws.InstanceOf<PlanDriftException>().With.Property("Added").Count.EqualTo(1).And.Property("Missing").Count.EqualTo(1));
        var report = await ExecuteAsync(plan, DriftPolicy.AllowNew(1));

        Assert.That(Verdicts(report), Is.EqualTo(new[] { "1: NotFound", "1: Accepted" }));
        Assert.That(report.Outcomes.Select(outcome => (outcome.IdentityMismatch, outcome.Target.StartedAt)), Is.EqualTo(new (bool, DateTimeOffset?)[] { (true, Some.Noon), (false, Some.Noon.AddSeconds(1)) }));
    }

    [Test]
    public async Task An_empty_plan_may_allow_new_ones()
    {
        var plan = await Client.PlanAsync(Planned);
        Have("1");

        Assert.That(Verdicts(await ExecuteAsync(plan, DriftPolicy.AllowNew(1))), Is.EqualTo(new[] { "1: Accepted" }));
    }

    [Test]
    public async Task A_list_that_fails_ends_the_call_before_any_cancel()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        var failure = Some.Error();
        Client.OnList = _ => throw failure;

        Assert.That(() => Client.ExecuteAsync(plan, DriftPolicy.FailOnDrift), Throws.Exception.SameAs(failure));
        Assert.That(Client.Cancels, Is.Empty);
    }
}
