using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Details keep what few tasks have in one place; setting one of them leaves the others alone.</summary>
public sealed class DetailsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ElasticsearchTaskDetails Plain = new() { Node = "nA1", CurrentId = "nA1:1" };
    private static readonly TaskSnapshot Child = new() { Id = "nA1:2", State = TaskState.Running, RawState = "running" };

    [Test]
    public void What_is_set_to_nothing_leaves_the_rest()
    {
        var full = Plain with { CancellationStartedAt = Noon, Error = "{}", Response = "{}", ResourceStats = "{}", Children = [Child] };

        using var all = Assert.EnterMultipleScope();
        Assert.That((full with { CancellationStartedAt = null }).Error, Is.EqualTo("{}"));
        Assert.That((full with { CancellationStartedAt = null }).Children, Is.EqualTo(new[] { Child }));
        Assert.That((full with { Children = [] }).CancellationStartedAt, Is.EqualTo(Noon));
        Assert.That((full with { Error = null }).Response, Is.EqualTo("{}"));
        Assert.That((full with { Response = null }).ResourceStats, Is.EqualTo("{}"));
        Assert.That((full with { ResourceStats = null }).Error, Is.EqualTo("{}"));
    }

    [Test]
    public void Details_that_say_the_same_are_equal_however_they_came_to_it()
    {
        Assert.That(Plain with { Children = [Child] } with { Children = [] }, Is.EqualTo(Plain));
        Assert.That(Plain with { CancellationStartedAt = Noon } with { CancellationStartedAt = null }, Is.EqualTo(Plain));
        Assert.That(Plain with { CancellationStartedAt = null }, Is.EqualTo(Plain));
    }
}
