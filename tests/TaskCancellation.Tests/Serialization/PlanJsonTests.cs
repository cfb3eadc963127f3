using FsCheck;
using FsCheck.Fluent;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Serialization;

/// <summary>A plan comes back as it was.</summary>
public sealed class PlanJsonTests
{
    private static readonly Gen<CancelOptions> Options =
        from allowAll in Gen.Elements(true, false)
        from max in Any.MaybeValue(Gen.Choose(0, 9))
        from selection in Gen.Elements(Enum.GetValues<CancelSelection>())
        from concurrency in Gen.Choose(1, 9)
        from ticks in Gen.Choose(1, int.MaxValue)
        select new CancelOptions { AllowAll = allowAll, MaxTargets = max, Selection = selection, MaxConcurrency = concurrency, PlanLifetime = TimeSpan.FromTicks(ticks) };

    private static readonly Gen<ServiceInfo> Services =
        from product in Any.Text
        from version in Any.Maybe(Any.Text)
        from may in Any.MaybeValue(Gen.Elements(true, false)).ArrayOf(2)
        select new ServiceInfo { Product = product, Version = version, Endpoint = new Uri("https://search.test/prefix/"), CanList = may[0], CanCancel = may[1] };

    private static readonly Gen<CancellationPlan> Plans =
        from service in Any.Text
        from endpoint in Any.Maybe(Gen.Elements(new Uri("http://localhost:7700/"), new Uri("https://müller.test/a%20b/")))
        from info in Any.Maybe(Services)
        from filter in Any.Filter
        from options in Options
        from tasks in Any.Task.ArrayOf().ArrayOf(3)
        from requests in (from text in Any.Text from ids in Any.Id.ArrayOf() select new PlannedRequest(text, ids)).ArrayOf()
        from warnings in (from kind in Gen.Elements(Enum.GetValues<PlanWarningKind>()) from text in Any.Text select new PlanWarning(kind, text)).ArrayOf()
        from created in Any.Instant
        from share in Gen.Elements(0, 0.5, 1)
        select new CancellationPlan
        {
            ServiceName = service,
            Endpoint = endpoint,
            Service = info,
            Filter = filter,
            Options = options,
            Targets = tasks[0],
            Collateral = tasks[1],
            Protected = tasks[2],
            Requests = requests,
            Warnings = warnings,
            CreatedAt = created,
            ExpiresAt = DateTimeOffset.MaxValue - created > options.PlanLifetime ? created + (options.PlanLifetime * share) : created,
        };

    private static readonly CancellationPlan Small = new()
    {
        ServiceName = "Meilisearch",
        Filter = new TaskFilter { Kinds = ["dumpCreation"] },
        Targets = [new TaskSnapshot { Id = 7, State = TaskState.Pending, PollAfter = TimeSpan.FromSeconds(1), Raw = new byte[] { 1 }, Details = new MeilisearchTaskDetails() }],
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddHours(1),
    };

    [Test]
    public void It_comes_back_as_it_was() => Prop.ForAll(Plans.ToArbitrary(), plan =>
    {
        var json = CancellationJson.Serialize(plan);
        var back = CancellationJson.DeserializePlan(json);
        return back == plan
            && back.ToString() == plan.ToString()
            && back.CreatedAt.Offset == plan.CreatedAt.Offset
            && CancellationJson.Serialize(back) == json;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_filter_comes_back_as_a_stored_one_that_means_the_same()
    {
        var back = CancellationJson.DeserializePlan(CancellationJson.Serialize(Small));

        Assert.That(back.Filter, Is.EqualTo(new StoredTaskFilter { Kinds = ["dumpCreation"] }));
        Assert.That(back.HasPredicate, Is.False);
    }

    [Test]
    public void Of_a_condition_only_that_there_was_one_comes_back()
    {
        var once = CancellationJson.DeserializePlan(CancellationJson.Serialize(Small with { Filter = new TaskFilter { Kinds = ["k"], Where = _ => true } }));
        var twice = CancellationJson.DeserializePlan(CancellationJson.Serialize(once));

        Assert.That(once.Filter, Is.EqualTo(new StoredTaskFilter { Kinds = ["k"], HasPredicate = true }));
        Assert.That((once.HasPredicate, twice.HasPredicate), Is.EqualTo((true, true)));
    }

    [Test]
    public void What_only_the_service_knows_of_a_task_is_left_out()
    {
        var back = CancellationJson.DeserializePlan(CancellationJson.Serialize(Small)).Targets.Single();

        Assert.That((back.Details, back.Raw.Length, back.PollAfter), Is.EqualTo(((TaskDetails?)null, 0, (TimeSpan?)null)));
        Assert.That(back, Is.EqualTo(Small.Targets[0] with { Details = null }));
    }

    [Test]
    public void Null_is_an_argument_error()
    {
        Assert.That(() => CancellationJson.Serialize((CancellationPlan)null!), Throws.ArgumentNullException);
        Assert.That(() => CancellationJson.Serialize((CancellationOperationState)null!), Throws.ArgumentNullException);
        Assert.That(() => CancellationJson.DeserializePlan(null!), Throws.ArgumentNullException);
        Assert.That(() => CancellationJson.DeserializeOperation(null!), Throws.ArgumentNullException);
    }
}
