namespace TaskCancellation.Core.Tests.Filtering;

public sealed class TaskFilterTests
{
    [Test]
    public void Filters_of_the_same_values_are_equal()
    {
        static TaskFilter Make() => new()
        {
            Ids = [1, 2], States = [TaskState.Running], Kinds = ["a", "b"], Scopes = ["s"], Names = ["n"], Enqueued = TimeRange.After(Some.Noon),
        };

        var (one, another) = (Make(), Make());

        Assert.That(one, Is.EqualTo(another));
        Assert.That(one.GetHashCode(), Is.EqualTo(another.GetHashCode()));
        Assert.That(one with { Kinds = ["b", "a"] }, Is.Not.EqualTo(another));
        Assert.That(one with { Kinds = null }, Is.Not.EqualTo(another));
    }

    [Test]
    public void A_filter_keeps_a_copy_of_what_it_is_given()
    {
        var kinds = new List<string> { "a" };
        var filter = new TaskFilter { Kinds = kinds };
        kinds.Add("b");

        Assert.That(filter.Kinds, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Every_field_that_constrains_is_named_with_its_values()
    {
        var filter = new TaskFilter
        {
            Ids = [1], States = [TaskState.Running, (TaskState)99], Kinds = ["k"], Scopes = ["s"], Names = ["n"],
            Enqueued = TimeRange.After(Some.Noon), Started = TimeRange.After(Some.Noon), Finished = TimeRange.After(Some.Noon), Where = _ => true,
        };

        var constraints = filter.GetConstraints().ToList();

        Assert.That(constraints.Select(one => one.Name), Is.EqualTo(new[] { "Ids", "States", "Kinds", "Scopes", "Names", "Enqueued", "Started", "Finished", "Where" }));
        Assert.That(constraints.Aggregate(FilterFields.None, (all, one) => all | one.Field), Is.EqualTo((FilterFields)511));
        Assert.That(constraints[1].Values, Is.EqualTo(new[] { "Running", null }));
        Assert.That(TaskFilter.All.GetConstraints(), Is.Empty);
    }

    [Test]
    public void A_filter_reads_like_a_sentence()
    {
        var filter = new TaskFilter { Ids = [.. Enumerable.Range(1, 12).Select(id => (TaskId)id)], Kinds = ["k"], Started = TimeRange.After(Some.Noon) };

        Assert.That(filter.ToString(), Is.EqualTo("Ids in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, and 2 more] and Kinds in [k] and Started > 2026-03-04T12:00:00.0000000+00:00"));
        Assert.That(TaskFilter.All.ToString(), Is.EqualTo("all tasks"));
        Assert.That(new FilterParameter("a", ["b", "c"]).ToString(), Is.EqualTo("a=b,c"));
    }

    [Test]
    public async Task More_ids_than_one_list_takes_are_asked_for_in_several_and_twice_named_ones_once()
    {
        var client = new ScriptedTaskClient { Can = Scripted.Capabilities with { IdsPerListRequest = 2 } };
        client.Tasks.AddRange(Enumerable.Range(1, 5).Select(id => Some.Task(id)));

        var found = await client.ListAsync(new TaskFilter { Ids = [1, 2, 1, 3, 5] }).ToListAsync();

        Assert.That(client.Lists.Select(list => string.Join(',', list.Filter.Filter.Ids!)), Is.EqualTo(new[] { "1,2", "3,5" }));
        Assert.That(found.Select(task => task.Id.Value), Is.EqualTo(new[] { "1", "2", "3", "5" }));
    }
}
