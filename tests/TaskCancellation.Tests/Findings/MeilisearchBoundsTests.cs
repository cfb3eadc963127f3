using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>To a real Meilisearch an instant before 1970 is later than all others. No bound that a user can write may be led astray by that, and no mark that we add.</summary>
[Category("Finding M1")]
internal sealed class MeilisearchBoundsTests : FindingTest
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset[] Instants =
    [
        default, DateTimeOffset.MinValue.AddTicks(1), new(1600, 1, 1, 0, 0, 0, TimeSpan.Zero), new(1969, 12, 31, 23, 59, 59, TimeSpan.Zero), new(1969, 12, 31, 20, 0, 0, TimeSpan.FromHours(-4)),
        DateTimeOffset.UnixEpoch.AddTicks(-1), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddTicks(1), Noon.AddTicks(-1), Noon, Noon.AddTicks(1), new(2026, 1, 1, 14, 30, 0, TimeSpan.FromHours(2)),
        new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), DateTimeOffset.MaxValue.AddTicks(-1), DateTimeOffset.MaxValue,
    ];

    private static readonly (string Name, Func<DateTimeOffset, TimeRange> Of, Func<DateTimeOffset, DateTimeOffset, bool> Holds)[] Ends =
    [
        (">", TimeRange.After, (at, bound) => at > bound),
        (">=", TimeRange.AtOrAfter, (at, bound) => at >= bound),
        ("<", TimeRange.Before, (at, bound) => at < bound),
        ("<=", TimeRange.AtOrBefore, (at, bound) => at <= bound),
    ];

    private static readonly (string Name, CancelOptions? Cancel)[] Calls =
    [
        ("list", null),
        ("at server", new CancelOptions { Selection = CancelSelection.ServerSide, AllowAll = true }),
        ("auto", new CancelOptions { AllowAll = true }),
        ("frozen", new CancelOptions { Selection = CancelSelection.ClientSide, AllowAll = true }),
    ];

    public static IEnumerable<TestCaseData> OneEnd() =>
        from end in Ends
        from bound in Instants
        from call in Calls
        select new TestCaseData(end.Of(bound), (Func<DateTimeOffset, bool>)(at => end.Holds(at, bound)), call.Cancel).SetArgDisplayNames(end.Name, bound.ToString("O", CultureInfo.InvariantCulture), call.Name);

    public static IEnumerable<TestCaseData> TwoEnds() =>
        from lower in Ends[..2]
        from upper in Ends[2..]
        from low in Instants
        from high in Instants
        where low < high
        from call in Calls[..2]
        select new TestCaseData(lower.Of(low).And(upper.Of(high)), (Func<DateTimeOffset, bool>)(at => lower.Holds(at, low) && upper.Holds(at, high)), call.Cancel)
            .SetArgDisplayNames(lower.Name, low.ToString("O", CultureInfo.InvariantCulture), upper.Name, high.ToString("O", CultureInfo.InvariantCulture), call.Name);

    [TestCaseSource(nameof(OneEnd))]
    [TestCaseSource(nameof(TwoEnds))]
    public async Task A_bound_means_what_it_says(TimeRange range, Func<DateTimeOffset, bool> holds, CancelOptions? cancel)
    {
        using var server = NewServer();
        var client = ClientOf(server);
        DateTimeOffset[] instants = [DateTimeOffset.UnixEpoch.AddSeconds(1), Noon.AddTicks(-1), Noon, Noon.AddTicks(1), Noon.AddMinutes(30)];
        var tasks = instants.ToDictionary(at => server.Add(new() { EnqueuedAt = at, RunDuration = null }));
        var filter = new TaskFilter { Scopes = ["movies"], Enqueued = range };
        if (IsAllTime(range))
        {
            Assert.That(() => { _ = cancel is null ? client.ListAsync(filter) : (object)client.CancelAsync(filter, cancel); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(server.Requests, Is.Empty);
            return;
        }

        var reached = cancel is null ? (await ListAsync(client, filter)).Tasks.Select(task => long.Parse(task.Id.Value, CultureInfo.InvariantCulture)) : await CancelAsync(client, server, filter, cancel);

        Assert.That(reached.Order(), Is.EqualTo(tasks.Where(task => holds(task.Value)).Select(task => task.Key).Order()));
    }

    [Test]
    public async Task The_example_of_the_README_cancels_what_was_queued_before_noon()
    {
        Clock.Advance(TimeSpan.FromHours(10));
        using var server = NewServer();
        var client = ClientOf(server);
        var noon = Noon;
        long[] before = [server.Add(new() { RunDuration = null }), server.Add(new() { RunDuration = null }), server.Add(new() { RunDuration = null })];
        var elsewhere = server.Add(new() { IndexUid = "books", RunDuration = null });
        Clock.Advance(TimeSpan.FromHours(3));
        var later = server.Add(new() { RunDuration = null });

        var filter = new TaskFilter { Scopes = ["movies"], Enqueued = TimeRange.Before(noon) };
        var plan = await RunAsync(client.PlanAsync(filter));
        var report = await RunAsync(client.CancelAndWaitAsync(filter));

        Assert.That(plan.Targets.Select(task => task.Id.Value), Is.EquivalentTo(before.Select(uid => uid.ToString(CultureInfo.InvariantCulture))));
        Assert.That(report.EnsureCanceled().Count(CancellationVerdict.Canceled), Is.EqualTo(3));
        Assert.That(server.Rows.Where(row => row.State == "canceled").Select(row => row.Id), Is.EquivalentTo(before));
        Assert.That(new[] { elsewhere, later }.Select(uid => server.Find(uid)!.State), Is.All.Not.EqualTo("canceled"));
    }

    public static IEnumerable<TestCaseData> Marked() =>
        from range in new (string Name, TimeRange? Range)[]
        {
            ("none", null), ("before", TimeRange.Before(Noon)), ("after", TimeRange.After(Noon.AddHours(-1))), ("both", TimeRange.After(Noon.AddHours(-1)).And(TimeRange.AtOrBefore(Noon))),
            ("before and from the beginning", TimeRange.AtOrAfter(default(DateTimeOffset)).And(TimeRange.Before(Noon))), ("to the end of time", TimeRange.After(Noon.AddHours(-1)).And(TimeRange.AtOrBefore(DateTimeOffset.MaxValue))),
        }
        select new TestCaseData(range.Range).SetArgDisplayNames(range.Name);

    [TestCaseSource(nameof(Marked))]
    public async Task A_cancel_whose_reply_was_lost_is_found_by_its_mark(TimeRange? range)
    {
        using var server = NewServer();
        var client = ClientOf(server);
        long[] tasks = [server.Add(new() { EnqueuedAt = Noon.AddMinutes(-1), RunDuration = null }), server.Add(new() { EnqueuedAt = Noon.AddMinutes(-1), RunDuration = null })];
        server.Faults.When(request => request.Path == "/tasks/cancel").Times(1).ResetAfterActing();

        var report = await RunAsync(client.CancelAndWaitAsync(new TaskFilter { Scopes = ["movies"], Enqueued = range }));

        Assert.That((report.MatchedCount, report.Count(CancellationVerdict.Canceled), report.AllCanceled), Is.EqualTo(((long?)2, 2, true)));
        Assert.That(tasks.Select(uid => server.Find(uid)!.State), Is.All.EqualTo("canceled"));
        Assert.That(server.Requests.Count(line => line.Request.Path == "/tasks/cancel"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_cancel_that_matches_none_of_what_was_listed_is_no_success()
    {
        using var server = NewServer();
        var client = ClientOf(server);
        long[] tasks = [server.Add(new() { RunDuration = null }), server.Add(new() { RunDuration = null })];
        server.BeforeCancel = _ => Array.ForEach(tasks, uid => server.Finish(uid));

        var report = await RunAsync(client.CancelAndWaitAsync(new TaskFilter { Scopes = ["movies"] }));

        Assert.That((report.MatchedCount, report.PreviewedCount, report.AllCanceled), Is.EqualTo(((long?)0, (int?)2, false)));
        Assert.That(report.EnsureCanceled, Throws.TypeOf<TasksNotCanceledException>().With.Message.Contains("none matched, although 2 were listed"));
    }

    [TestCase("0001-01-01")]
    [TestCase("1969-12-31")]
    [TestCase("1970-01-01")]
    public void A_range_of_all_time_is_no_constraint(string from)
    {
        using var server = NewServer();
        var client = ClientOf(server);

        Assert.That(() => { _ = client.CancelAsync(new TaskFilter { Enqueued = TimeRange.AtOrAfter(DateTimeOffset.Parse(from + "T00:00:00Z", CultureInfo.InvariantCulture)) }); }, Throws.TypeOf<UnsafeFilterException>());
        Assert.That(server.Requests, Is.Empty);
    }

    private static bool IsAllTime(TimeRange range) =>
        (range.Lower is null || range.Lower.Value.Instant <= DateTimeOffset.UnixEpoch) && (range.Upper is null || range.Upper.Value.Instant >= DateTimeOffset.MaxValue.AddDays(-1));

    private MeilisearchEmulator NewServer() => new(Clock) { Version = "1.50" };

    private async Task<IEnumerable<long>> CancelAsync(MeilisearchTaskClient client, MeilisearchEmulator server, TaskFilter filter, CancelOptions options)
    {
        await RunAsync(client.CancelAndWaitAsync(filter, options));
        return server.Rows.Where(row => row.State == "canceled").Select(row => row.Id);
    }
}
