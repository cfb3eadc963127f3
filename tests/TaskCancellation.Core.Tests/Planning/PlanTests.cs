namespace TaskCancellation.Core.Tests.Planning;

/// <summary>What a plan holds, and that making it only reads.</summary>
public sealed class PlanTests : PlanFixture
{
    [Test]
    public async Task It_addresses_what_a_frozen_cancel_addresses_and_sends_nothing()
    {
        Have("1", "2");
        Client.Tasks.AddRange([Some.Task("done", TaskState.Succeeded, "k"), Some.Task("other", kind: "x")]);

        var plan = await Client.PlanAsync(Planned);
        var sentByPlan = Client.Cancels.Count;
        await Client.CancelAsync(Planned, new CancelOptions { Selection = CancelSelection.ClientSide });

        Assert.That(sentByPlan, Is.Zero);
        Assert.That(plan.Targets.Select(task => task.Id.Value), Is.EqualTo(new[] { "1", "2" }).And.EqualTo(Sent));
        Assert.That(plan.Requests.SelectMany(request => request.Ids).Select(id => id.Value), Is.EqualTo(Sent));
    }

    [Test]
    public async Task It_says_where_when_and_until_when()
    {
        Client.Address = new Uri("http://here/");

        var plan = await Client.PlanAsync(Planned, new CancelOptions { PlanLifetime = TimeSpan.FromMinutes(5) });

        Assert.That((plan.ServiceName, plan.Endpoint, plan.Service!.Product), Is.EqualTo((Scripted.ServiceName, new Uri("http://here/"), Scripted.ServiceName)));
        Assert.That((plan.CreatedAt, plan.ExpiresAt), Is.EqualTo((Clock.GetUtcNow(), Clock.GetUtcNow().AddMinutes(5))));
        Assert.That((plan.Filter, plan.HasPredicate, plan.Options.PlanLifetime), Is.EqualTo((Planned, false, TimeSpan.FromMinutes(5))));
    }

    [Test]
    public async Task It_lives_for_an_hour_unless_told_otherwise()
    {
        var plan = await Client.PlanAsync(Planned);

        Assert.That(plan.ExpiresAt - plan.CreatedAt, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(() => new CancelOptions { PlanLifetime = TimeSpan.Zero }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CancelOptions { PlanLifetime = TimeSpan.MaxValue }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Requests_are_cut_as_they_would_be_sent()
    {
        Have("1", "2", "3");
        Client.Can = Client.Can with { IdsPerRequest = 2 };

        var plan = await Client.PlanAsync(Planned);

        Assert.That(plan.Requests, Is.EqualTo(new[] { new PlannedRequest("cancel 1, 2", ["1", "2"]), new PlannedRequest("cancel 3", ["3"]) }));
    }

    [Test]
    public async Task What_no_cancel_can_change_and_what_another_cancel_reaches_is_in_no_request()
    {
        Client.Can = Client.Can with { CancelsDescendants = true };
        Have("top", "child");
        Change("child", task => task with { ParentId = "top" });
        Client.Tasks.Add(Some.Task("fixed", kind: "stubborn"));

        var plan = await Client.PlanAsync(Some.Kinds("k", "stubborn"));

        Assert.That(plan.Targets, Has.Count.EqualTo(3));
        Assert.That(plan.Requests, Is.EqualTo(new[] { new PlannedRequest("cancel top", ["top"]) }));
    }

    [Test]
    public async Task It_lists_whom_it_would_disturb_and_whom_it_spares()
    {
        Client.Can = Client.Can with { ProtectedKinds = ["keep"] };
        Have("1");
        Client.Tasks.Add(Some.Task("2", kind: "keep"));
        Client.OnCollateral = targets => targets.Select(task => Some.Task("beside " + task.Id));

        var plan = await Client.PlanAsync(Some.Kinds("k*"));

        Assert.That(plan.Collateral.Select(task => task.Id.Value), Is.EqualTo(new[] { "beside 1" }));
        Assert.That(plan.Protected.Select(task => task.Id.Value), Is.EqualTo(new[] { "2" }));
        Assert.That(plan.Targets.Select(task => task.Id.Value), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task Named_ids_are_addressed_even_when_ended_or_protected()
    {
        Client.Can = Client.Can with { ProtectedKinds = ["keep"] };
        Client.Tasks.AddRange([Some.Task("1", TaskState.Failed, "k"), Some.Task("2", kind: "keep")]);

        var plan = await Client.PlanAsync(new TaskFilter { Ids = ["1", "2"] });

        Assert.That(plan.Targets.Select(task => task.Id.Value), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(plan.Requests.Single().Ids, Is.EqualTo(new TaskId[] { "2" }));
    }

    [Test]
    public async Task A_filter_that_can_match_nothing_lists_nothing()
    {
        var plan = await Client.PlanAsync(new TaskFilter { Scopes = ["nowhere"] });

        Assert.That((plan.Targets.Count, plan.Requests.Count, Client.Lists.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void The_guards_of_a_cancel_hold_before_any_request()
    {
        Assert.That(() => { Client.PlanAsync(TaskFilter.All); }, Throws.InstanceOf<UnsafeFilterException>().With.Property("Field").EqualTo("AllowAll"));
        Assert.That(() => { Client.PlanAsync(new TaskFilter { Kinds = [] }, new CancelOptions { AllowAll = true }); }, Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(() => { Client.PlanAsync(Planned, new CancelOptions { Selection = CancelSelection.ServerSide }); }, Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo("Selection"));
        Assert.That(() => { Client.PlanAsync(new TaskFilter { Ids = ["!"] }); }, Throws.ArgumentException);
        Assert.That(() => { Client.PlanAsync(null!); }, Throws.ArgumentNullException);
        Assert.That(Client.RequestCount, Is.Zero);
    }

    [Test]
    public void More_targets_than_allowed_make_no_plan()
    {
        Have("1", "2", "3");

        var error = Assert.ThrowsAsync<UnsafeFilterException>(() => Client.PlanAsync(Planned, new CancelOptions { MaxTargets = 1 }));

        Assert.That(error!.TargetCount, Is.EqualTo(2), "the first too many ends the listing");
        Assert.That(error, Has.Message.Contain("more than 1 tasks"));
    }

    [Test]
    public void A_condition_that_throws_fails_the_plan()
    {
        Have("1");

        Assert.That(() => Client.PlanAsync(new TaskFilter { Where = _ => throw new InvalidOperationException("mine") }), Throws.InvalidOperationException.With.Message.EqualTo("mine"));
    }

    [Test]
    public async Task The_service_may_stay_unknown()
    {
        Have("1");
        Client.ServiceInfoError = Some.Error();

        var plan = await Client.PlanAsync(Planned);

        Assert.That((plan.Service, plan.Targets.Count), Is.EqualTo(((ServiceInfo?)null, 1)));
    }

    [Test]
    public async Task Two_plans_of_the_same_scene_are_equal()
    {
        Have("1", "2");
        Client.OnCollateral = _ => [Some.Task("9")];

        var (one, two) = (await Client.PlanAsync(Planned), await Client.PlanAsync(Planned));
        Change("2", task => task with { State = TaskState.Pending, RawState = "Pending" });
        var three = await Client.PlanAsync(Planned);

        Assert.That(one, Is.EqualTo(two));
        Assert.That(one.GetHashCode(), Is.EqualTo(two.GetHashCode()));
        Assert.That(one, Is.Not.EqualTo(three));
    }

    [Test]
    public async Task It_reads_as_a_line()
    {
        Client.Address = new Uri("http://here/");
        Have("1", "2");

        var plan = await Client.PlanAsync(Planned with { Where = _ => true });

        Assert.That(plan.ToString(), Is.EqualTo($"cancel 2 of Scripted at http://here/ in 2 requests, with a condition, until {plan.ExpiresAt:yyyy-MM-dd HH:mm:ss}Z: Kinds in [k] and Where in [a condition evaluated here]"));
    }

    [Test]
    public void A_cancel_by_filter_is_described_by_its_filter() =>
        Assert.That(Client.Describe(new CancelRequest { Filter = new FilterTranslation { Filter = Planned } }), Is.EqualTo("cancel Kinds in [k]"));
}
