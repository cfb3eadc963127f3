using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>Where a list goes on: positions, their order, and the parts of a filter that is too long for one address.</summary>
[TestFixture]
internal sealed class PositionTests
{
    private const string Second = "2026-01-01T00:00:05Z";
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Orders()
    {
        yield return Case("the same", new(0, 10), new(0, 10), false, false);
        yield return Case("a later part", new(1, 10), new(0, 10), true, false);
        yield return Case("a later part, an earlier second", new(1, 10), new(0, 10, "b"), true, false);
        yield return Case("a second after none", new(0, 10, "b"), new(0, 10), true, false);
        yield return Case("a later second", new(0, 10, "b"), new(0, 10, "a"), true, false);
        yield return Case("a later second on an earlier page", new(0, 10, "b"), new(0, 10, "a", 3), true, false);
        yield return Case("a later page", new(0, 10, "b", 3), new(0, 10, "b", 2), true, false);
        yield return Case("a larger page", new(0, 40, "b"), new(0, 10, "b"), true, false);
        yield return Case("a smaller page further on", new(0, 10, "b", 5), new(0, 40, "b"), true, false);
        yield return Case("as far by other pages", new(0, 10, "b", 4), new(0, 40, "b"), false, false);
        yield return Case("smaller and not so far", new(0, 10, "b", 3), new(0, 20, "b", 2), false, true);
        yield return Case("far beyond 2^31", new(0, 5000, "b", 1_000_000), new(0, 5000, "b", 500_000), true, false);
        yield return Case("newest first, an earlier second", new(0, 10, "a") { IsNewestFirst = true }, new(0, 10, "b") { IsNewestFirst = true }, true, false);
        yield return Case("newest first, a second after none", new(0, 10, "a") { IsNewestFirst = true }, new(0, 10) { IsNewestFirst = true }, true, false);
        yield return Case("newest first, a later page", new(0, 10, "a", 2) { IsNewestFirst = true }, new(0, 10, "a") { IsNewestFirst = true }, true, false);

        static TestCaseData Case(string name, CloudFoundryListPosition later, CloudFoundryListPosition earlier, bool isAfter, bool isBefore) => new TestCaseData(later, earlier, isAfter, isBefore).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Orders))]
    public void A_position_is_after_another_or_not(CloudFoundryListPosition one, CloudFoundryListPosition other, bool isAfter, bool isBefore)
    {
        Assert.That(one.IsAfter(other), Is.EqualTo(isAfter));
        Assert.That(other.IsAfter(one), Is.EqualTo(isBefore));
        Assert.That(one.IsAfter(new Foreign()), Is.False);
    }

    private static IEnumerable<TestCaseData> Next()
    {
        yield return Case("a new second", new(2, 40), 5, new(2, 10, Second));
        yield return Case("a new second, with what is known", new(2, 40, "2026-01-01T00:00:04Z", 3) { MayLack = true, IsNewestFirst = true, Total = 9 }, 5, new(2, 10, Second) { MayLack = true, IsNewestFirst = true });
        yield return Case("the same second", new(2, 10, Second), 5, new(2, 40, Second));
        yield return Case("the same second and no room", new(2, 1250, Second), 5, new(2, 5000, Second));
        yield return Case("the same second and little room", new(2, 4999, Second), 5, new(2, 5000, Second));
        yield return Case("the same second on the largest page", new(2, 5000, Second), 5, new(2, 5000, Second, 2) { Total = 77 });
        yield return Case("the same second on a later page", new(2, 10, Second, 2) { MayLack = true }, 5, new(2, 10, Second, 3) { Total = 77, MayLack = true });
        yield return Case("no second", new(2, 10), null, new(2, 10, null, 2) { Total = 77 });
        yield return Case("no second after one", new(2, 10, Second), null, new(2, 40, Second));

        static TestCaseData Case(string name, CloudFoundryListPosition here, int? seconds, CloudFoundryListPosition expected) => new TestCaseData(here, seconds, expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Next))]
    public void The_next_page_begins_in_the_second_of_the_last_task(CloudFoundryListPosition here, int? seconds, CloudFoundryListPosition expected)
    {
        var last = new TaskSnapshot { Id = "t-2", State = TaskState.Running, EnqueuedAt = seconds is { } known ? Start.AddSeconds(known) : null };
        Assert.That(here.After(new CloudFoundryPage([last with { Id = "t-1", EnqueuedAt = Start }, last], HasNext: true, Total: 77), pageSize: 10), Is.EqualTo(expected));
    }

    [TestCase(false, "created_ats[gte]", "created_at")]
    [TestCase(true, "created_ats[lte]", "-created_at")]
    public void Its_bound_takes_the_place_of_the_filters(bool isNewestFirst, string bound, string order)
    {
        FilterParameter[] parameters = [new("created_ats[gte]", ["a"]), new("created_ats[lte]", ["b"]), new("names", ["n"])];
        var here = new CloudFoundryListPosition(0, 10, Second) { IsNewestFirst = isNewestFirst };
        Assert.That(here.Apply(parameters).Select(one => one.ToString()), Is.EqualTo(parameters.Where(one => one.Name != bound).Select(one => one.ToString()).Append($"{bound}={Second}")));
        Assert.That((here with { CreatedFrom = null }).Apply(parameters), Is.EqualTo(parameters));
        Assert.That((here.Order, here.Page, here.Total, here.MayLack, here.NextPage()), Is.EqualTo((order, 1, default(long?), false, here with { Page = 2 })));
    }

    [TestCase(1, 0, "1")]
    [TestCase(20, 0, "20")]
    [TestCase(21, 0, "20 1")]
    [TestCase(41, 0, "20 20 1")]
    [TestCase(4, 1, "4")]
    [TestCase(5, 1, "4 1")]
    public void Spaces_go_into_as_many_requests_as_they_take(int count, int ids, string expected)
    {
        string[] guids = [.. Enumerable.Range(0, count).Select(at => $"{at:D97}"), $"{0:D97}"];
        var filter = Filter(ids, new FilterParameter("space_guids", guids), new FilterParameter("states", ["RUNNING"]));
        var parts = CloudFoundryPlaces.Split(filter).ToArray();
        Assert.That(string.Join(' ', parts.Select(part => part.Parameters[0].Values.Count)), Is.EqualTo(expected));
        Assert.That(parts.SelectMany(part => part.Parameters[0].Values), Is.EqualTo(guids.Distinct()));
        Assert.That(parts.Select(part => part.Parameters[1].ToString()), Is.All.EqualTo("states=RUNNING"));
        Assert.That(parts.Select(part => part.Filter), Is.All.EqualTo(filter.Filter));
    }

    [TestCase(97, "20 13")]
    [TestCase(98, "19 14")]
    [TestCase(115, "16 16 1")]
    [TestCase(2000, "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    public void A_guid_takes_three_characters_more_than_it_has(int length, string expected)
    {
        var parts = CloudFoundryPlaces.Split(Filter(0, new FilterParameter("organization_guids", [.. Enumerable.Range(0, 33).Select(at => at.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(length, '0'))])));
        Assert.That(string.Join(' ', parts.Select(part => part.Parameters[0].Values.Count)), Is.EqualTo(expected));
    }

    [Test]
    public void Spaces_and_organizations_are_all_put_together()
    {
        var (a, b) = (new string('a', 1990), new string('b', 1990));
        var parts = CloudFoundryPlaces.Split(Filter(0, new FilterParameter("space_guids", [a, b]), new FilterParameter("organization_guids", [a, b])));
        Assert.That(parts.Select(part => string.Concat(part.Parameters.Select(one => one.Values.Single()[0]))), Is.EqualTo(new[] { "aa", "ab", "ba", "bb" }));
        Assert.That(CloudFoundryPlaces.Split(Filter(0, new FilterParameter("names", ["n"]))).Single().Parameters.Single().ToString(), Is.EqualTo("names=n"));
    }

    [TestCase(null, null)]
    [TestCase("https://x/v3/tasks?space_guids=a&organization_guids=b", null)]
    [TestCase("https://x/v3/tasks?organization_guids=b", "space_guids")]
    [TestCase("https://x/v3/tasks?space_guids=a", "organization_guids")]
    [TestCase("https://x/v3/tasks?page=1", "space_guids")]
    public void The_link_shows_what_was_not_applied(string? link, string? ignored) =>
        Assert.That(CloudFoundryPlaces.FindIgnored(Filter(0, new FilterParameter("names", ["n"]), new FilterParameter("space_guids", ["a"]), new FilterParameter("organization_guids", ["b"])), link), Is.EqualTo(ignored));

    private static IEnumerable<TestCaseData> Ranges()
    {
        yield return Case(TimeRange.AtOrAfter(Start), "t[gte]=2026-01-01T00:00:00Z");
        yield return Case(TimeRange.After(Start), "t[gte]=2026-01-01T00:00:01Z");
        yield return Case(TimeRange.Before(Start), "t[lt]=2026-01-01T00:00:00Z");
        yield return Case(TimeRange.AtOrBefore(Start), "t[lt]=2026-01-01T00:00:01Z");
        yield return Case(TimeRange.After(Start).And(TimeRange.Before(Start.AddHours(1))), "t[gte]=2026-01-01T00:00:01Z", "t[lt]=2026-01-01T01:00:00Z");
        yield return Case(TimeRange.AtOrAfter(DateTimeOffset.MaxValue), "t[gte]=9999-12-31T23:59:59Z");
        yield return Case(TimeRange.After(DateTimeOffset.MaxValue), "t[gt]=9999-12-31T23:59:59Z");
        yield return Case(TimeRange.Before(DateTimeOffset.MaxValue), "t[lt]=9999-12-31T23:59:59Z");
        yield return Case(TimeRange.AtOrBefore(DateTimeOffset.MaxValue));
        yield return Case(TimeRange.AtOrBefore(DateTimeOffset.MaxValue.AddSeconds(-1)), "t[lt]=9999-12-31T23:59:59Z");
        yield return Case(TimeRange.AtOrAfter(new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))), "t[gte]=2026-01-01T00:00:00Z");

        static TestCaseData Case(TimeRange range, params string[] expected) => new TestCaseData(range, expected).SetArgDisplayNames(range.ToString());
    }

    [TestCaseSource(nameof(Ranges))]
    public void A_range_is_told_by_whole_seconds(TimeRange range, string[] expected) => Assert.That(CloudFoundryInstant.Ends("t", range).Select(one => one.ToString()), Is.EqualTo(expected));

    private static FilterTranslation Filter(int ids, params FilterParameter[] parameters) => new() { Filter = ids == 0 ? TaskFilter.All : new TaskFilter { Ids = ["a"] }, Parameters = parameters };

    private sealed record Foreign : ListPosition
    {
        public override bool IsAfter(ListPosition earlier) => true;
    }
}
