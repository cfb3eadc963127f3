namespace TaskCancellation.Core.Tests.Filtering;

/// <summary>A filter that was stored and read back.</summary>
public sealed class StoredTaskFilterTests
{
    private static readonly FilterConstraint Color = new("Color", FilterFields.ServiceSpecific, ["red"]);
    private readonly ScriptedTaskClient client = new();

    [Test]
    public async Task It_means_what_it_meant()
    {
        client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "x")]);

        Assert.That(await client.ListAsync(new StoredTaskFilter { Kinds = ["k"] }).Select(task => task.Id).ToListAsync(), Is.EqualTo(new TaskId[] { 1 }));
        Assert.That(client.Lists.Single().Filter.Filter, Is.EqualTo(Some.Kinds("k")), "the service is given its own kind of filter");
    }

    [Test]
    public void Every_common_field_is_kept()
    {
        var stored = new StoredTaskFilter
        {
            Ids = [1],
            States = [TaskState.Running],
            Kinds = ["k"],
            Scopes = ["s"],
            Names = ["n"],
            Enqueued = TimeRange.After(Some.Noon),
            Started = TimeRange.Before(Some.Noon),
            Finished = TimeRange.AtOrAfter(Some.Noon),
            Where = _ => true,
        };

        var common = client.Restore(stored);

        Assert.That(common.GetType(), Is.EqualTo(typeof(TaskFilter)));
        Assert.That(common.GetConstraints(), Is.EqualTo(stored.GetConstraints()));
        Assert.That(common.GetConstraints().Select(one => one.Field).Distinct().Count(), Is.EqualTo(9), "a field that is new needs a line above");
    }

    [Test]
    public void A_field_that_the_service_does_not_have_is_refused()
    {
        var refused = Assert.Throws<UnsupportedFilterException>(() => { client.ListAsync(new StoredTaskFilter { ServiceFields = [Color] }); });

        Assert.That((refused!.Field, refused.Message), Is.EqualTo(("Color", "Scripted has no filter by Color.")));
    }

    [Test]
    public void Without_its_condition_it_is_refused()
    {
        var stored = new StoredTaskFilter { Kinds = ["k"], HasPredicate = true };

        Assert.That(() => { client.ListAsync(stored); }, Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo("Where"));
        Assert.That(() => { client.CancelAsync(stored); }, Throws.InstanceOf<UnsupportedFilterException>());
        Assert.That(() => { client.PlanAsync(stored); }, Throws.InstanceOf<UnsupportedFilterException>());
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    public void It_reads_like_the_filter_it_was() =>
        Assert.That(new StoredTaskFilter { Kinds = ["k"], ServiceFields = [Color, new("Changed", FilterFields.ServiceSpecific, TimeRange.After(Some.Noon))] }.ToString(), Is.EqualTo("Kinds in [k] and Color in [red] and Changed > 2026-03-04T12:00:00.0000000+00:00"));

    [Test]
    public void Constraints_compare_by_value() => Assert.That(Color, Is.EqualTo(new FilterConstraint("Color", FilterFields.ServiceSpecific, ["red"])).And.Not.EqualTo(Color with { Values = ["blue"] }));
}
