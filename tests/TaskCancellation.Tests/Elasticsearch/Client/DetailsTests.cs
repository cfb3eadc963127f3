using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;

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

    [Test]
    public void What_is_set_is_shown_and_nothing_else()
    {
        var headers = new Dictionary<string, string> { ["X-Opaque-Id"] = "mine", ["trace.id"] = "\"7\"" };
        using var all = Assert.EnterMultipleScope();
        Assert.That(Shown(Plain), Is.EqualTo((default(DateTimeOffset?), default(string), default(string), default(string), 0)));
        Assert.That(Shown(Plain with { CancellationStartedAt = Noon }), Is.EqualTo(((DateTimeOffset?)Noon, default(string), default(string), default(string), 0)));
        Assert.That(Shown(Plain with { Response = "1" }), Is.EqualTo((default(DateTimeOffset?), "1", default(string), default(string), 0)));
        Assert.That(Shown(Plain with { Error = "2" }), Is.EqualTo((default(DateTimeOffset?), default(string), "2", default(string), 0)));
        Assert.That(Shown(Plain with { ResourceStats = "3" }), Is.EqualTo((default(DateTimeOffset?), default(string), default(string), "3", 0)));
        Assert.That(Shown(Plain with { Children = [Child] }), Is.EqualTo((default(DateTimeOffset?), default(string), default(string), default(string), 1)));
        Assert.That(Shown(Plain with { CancellationStartedAt = Noon, Response = "1", Error = "2", ResourceStats = "3", Children = [Child] }), Is.EqualTo(((DateTimeOffset?)Noon, "1", "2", "3", 1)));
        Assert.That((Plain.Status, (Plain with { Status = "4" }).Status, (Plain with { Status = "4" } with { Status = null }).Status), Is.EqualTo((default(string), "4", default(string))));
        Assert.That((Plain.RunningTime, (Plain with { RunningTime = TimeSpan.Zero }).RunningTime, (Plain with { RunningTime = TimeSpan.FromTicks(5) }).RunningTime), Is.EqualTo((default(TimeSpan?), (TimeSpan?)TimeSpan.Zero, (TimeSpan?)TimeSpan.FromTicks(5))));
        Assert.That((Plain with { RunningTime = TimeSpan.FromTicks(5) } with { RunningTime = null }).RunningTime, Is.Null);
        Assert.That(Plain.Headers, Is.Empty);
        Assert.That((Plain with { Headers = headers }).Headers, Is.EqualTo(headers));
        Assert.That((Plain.OpaqueId, (Plain with { Headers = headers }).OpaqueId), Is.EqualTo((default(string), "mine")));

        static (DateTimeOffset?, string?, string?, string?, int) Shown(ElasticsearchTaskDetails details) => (details.CancellationStartedAt, details.Response, details.Error, details.ResourceStats, details.Children.Count);
    }

    [TestCase("""{"X-Opaque-Id":"mine"}""", "mine", 1)]
    [TestCase("""{"x-opaque-id":"mine","X-OPAQUE-ID":"later"}""", "mine", 2)]
    [TestCase("""{"a":"b","X-Opaque-Id":{},"x-opaque-id":"mine"}""", "mine", 2)]
    [TestCase("""{"X-Opaque-Id":7}""", "7", 1)]
    [TestCase("""{"X-Opaque":"mine"}""", null, 1)]
    [TestCase("{}", null, 0)]
    [TestCase("[1,2]", null, 0)]
    [TestCase("[{}", null, 0)]
    public void Headers_are_read_when_they_are_asked_for(string json, string? opaqueId, int count)
    {
        var headers = RawJson.Of(json);
        Assert.That((ElasticsearchTaskHeaders.FindOpaqueId(headers), ElasticsearchTaskHeaders.ReadAll(headers).Count), Is.EqualTo((opaqueId, count)));
        Assert.That((ElasticsearchTaskHeaders.FindOpaqueId(null), ElasticsearchTaskHeaders.ReadAll(null).Count), Is.EqualTo((default(string), 0)));
    }

    [Test]
    public void A_header_that_comes_twice_has_its_last_value() => Assert.That(ElasticsearchTaskHeaders.ReadAll(RawJson.Of("""{"a":"1","A":"2","a":"3"}""")), Is.EqualTo(new Dictionary<string, string> { ["a"] = "3", ["A"] = "2" }));
}
