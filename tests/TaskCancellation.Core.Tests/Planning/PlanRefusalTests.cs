namespace TaskCancellation.Core.Tests.Planning;

/// <summary>Plans that are not executed: not a single request is sent.</summary>
public sealed class PlanRefusalTests : PlanFixture
{
    private static readonly DriftPolicy[] BeyondThePlan = [DriftPolicy.FailOnDrift, DriftPolicy.AllowNew(3)];

    [Test]
    public async Task Of_another_service()
    {
        var plan = await MakeAsync();
        Client.Can = Client.Can with { ServiceName = "Another" };

        IsRefused(plan, PlanErrorReason.OtherService, "The plan is for Scripted; this client speaks to Another.");
    }

    [Test]
    public async Task Of_another_endpoint()
    {
        Client.Address = new Uri("http://here/");
        var plan = await MakeAsync();
        Client.Address = new Uri("http://there/");

        IsRefused(plan, PlanErrorReason.OtherEndpoint, "The plan was made at http://here/; this client speaks to http://there/.");
    }

    [Test]
    public async Task Of_an_endpoint_that_it_does_not_name()
    {
        var plan = await MakeAsync() with { Endpoint = null };
        Client.Address = new Uri("http://here/");
        IsRefused(plan, PlanErrorReason.OtherEndpoint, "The plan was made at an address that it does not name; this client speaks to http://here/.");
    }

    [TestCase("http://here/", null)]
    [TestCase("http://here", "http://here/")]
    public async Task Not_when_the_endpoint_is_the_same_or_the_client_has_none(string planned, string? here)
    {
        var plan = await MakeAsync() with { Endpoint = new Uri(planned) };
        Client.Address = here is null ? null : new Uri(here);

        Assert.That((await ExecuteAsync(plan)).Outcomes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Past_its_time()
    {
        var plan = await MakeAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await ExecuteAsync(plan)).Outcomes, Has.Count.EqualTo(1), "at its last instant it is good");
        Clock.Advance(TimeSpan.FromTicks(1));

        IsRefused(plan, PlanErrorReason.Expired);
    }

    [TestCaseSource(nameof(BeyondThePlan))]
    public async Task With_its_condition_lost_beyond_what_was_planned(DriftPolicy drift)
    {
        var plan = await MakeAsync() with { Filter = new StoredTaskFilter { Kinds = ["k"], HasPredicate = true } };

        IsRefused(plan, PlanErrorReason.PredicateLost, drift: drift);
    }

    [Test]
    public async Task With_more_targets_than_its_options_allow()
    {
        var plan = await MakeAsync() with { Options = new CancelOptions { MaxTargets = 0 } };
        var before = Client.RequestCount;

        Assert.That(() => { Client.ExecuteAsync(plan); }, Throws.InstanceOf<UnsafeFilterException>().With.Property("TargetCount").EqualTo(1));
        Assert.That(Client.RequestCount, Is.EqualTo(before));
    }

    [Test]
    public async Task With_a_filter_or_an_id_that_the_client_would_not_take()
    {
        var plan = await MakeAsync();
        var before = Client.RequestCount;

        Assert.That(() => { Client.ExecuteAsync(plan with { Filter = TaskFilter.All }); }, Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(() => { Client.ExecuteAsync(plan with { Filter = new TaskFilter { Kinds = ["*"] } }); }, Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(() => { Client.ExecuteAsync(plan with { Targets = [Some.Task("!")] }); }, Throws.InstanceOf<StoredDataException>().With.InnerException.InstanceOf<ArgumentException>());
        Assert.That(() => { Client.ExecuteAsync(plan with { Filter = new StoredTaskFilter { ServiceFields = [new FilterConstraint("Color", FilterFields.ServiceSpecific, ["red"])] } }); }, Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo("Color"));
        Assert.That(() => { Client.ExecuteAsync(null!); }, Throws.ArgumentNullException);
        Assert.That(Client.RequestCount, Is.EqualTo(before));
    }

    [Test]
    public void A_number_of_new_ones_is_not_negative()
    {
        Assert.That(() => DriftPolicy.AllowNew(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(new[] { DriftPolicy.OnlyPlanned, DriftPolicy.FailOnDrift, DriftPolicy.AllowNew(2) }.Select(policy => policy.ToString()), Is.EqualTo(new[] { "only planned", "fail on drift", "allow 2 new" }));
    }

    private async Task<CancellationPlan> MakeAsync()
    {
        Have("1");
        return await Client.PlanAsync(Planned);
    }

    private void IsRefused(CancellationPlan plan, PlanErrorReason reason, string? message = null, DriftPolicy? drift = null)
    {
        var before = Client.RequestCount;

        var refused = Assert.Throws<PlanException>(() => { Client.ExecuteAsync(plan, drift); });

        Assert.That(refused!.Reason, Is.EqualTo(reason));
        Assert.That(refused.Message, Does.StartWith(message ?? "The plan").And.Contain("Nothing was canceled."));
        Assert.That(Client.RequestCount, Is.EqualTo(before));
    }
}
