using System.Globalization;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.Findings;

/// <summary>What a real cloud controller showed of the client, on the emulator that answers as it.</summary>
internal sealed class CloudFoundryFindingsTests : FindingTest
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private const string NotReached = """{"errors":[{"code":170019,"title":"CF-TaskError","detail":"Task errored while cancelling"}]}""";
    private static readonly WaitOptions ShortWait = new() { Timeout = TimeSpan.FromSeconds(20) };

    private CloudFoundryEmulator server = null!;
    private CloudFoundryTaskClient client = null!;

    [SetUp]
    public void SetUpServer()
    {
        Clock.Advance(Noon - Clock.GetUtcNow());
        server = new CloudFoundryEmulator(Clock);
        client = ClientOf(server);
    }

    [TearDown]
    public void TearDownServer()
    {
        client.Dispose();
        server.Dispose();
    }

    [Test]
    [Category("Finding K6")]
    public async Task A_task_that_is_no_longer_visible_has_not_ended_by_that()
    {
        var developer = new CloudFoundryUser { Name = "dev", Tokens = ["dev-token"], Roles = [new(CloudFoundryRole.SpaceDeveloper)] };
        server.AddUser(developer);
        using var theirs = ClientOf(server, CloudFoundryCredential.AccessToken("dev-token"));
        var id = server.Add(new() { CancelEnding = CloudFoundryCancelEnding.Ignored });
        var operation = await RunAsync(theirs.CancelAsync((TaskTarget)id));
        server.After(TimeSpan.FromSeconds(3), () => server.AddUser(developer with { Roles = [] }));
        var outcome = (await RunAsync(operation.WaitForCompletionAsync(ShortWait))).Outcomes[0];
        Assert.That(server.Find(id)!.State, Is.EqualTo("CANCELING"));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    public static IEnumerable<TestCaseData> BoundsWithinASecond()
    {
        // Where the tasks are, in milliseconds after noon, and which of them a range may reach.
        int[] tasks = [-1500, -1000, -1, 0, 119, 327, 999, 1000, 1500, 2000];
        var ranges = new (string Name, TimeRange Range)[]
        {
            ("at or after .102", TimeRange.AtOrAfter(At(102))),
            ("after .102", TimeRange.After(At(102))),
            ("before .118", TimeRange.Before(At(118))),
            ("at or before .118", TimeRange.AtOrBefore(At(118))),
            ("between -.900 and 1.100", TimeRange.AtOrAfter(At(-900)).And(TimeRange.Before(At(1100)))),
            ("within one second", TimeRange.After(At(100)).And(TimeRange.AtOrBefore(At(900)))),
            ("at or after a tick", TimeRange.AtOrAfter(Noon.AddTicks(1))),
            ("at or before a tick ago", TimeRange.AtOrBefore(Noon.AddTicks(-1))),
            ("after .999", TimeRange.After(At(999))),
            ("crossed", TimeRange.After(At(900)).And(TimeRange.Before(At(100)))),
        };
        return from range in ranges
               from call in new[] { "list", "cancel", "frozen", "condition", "plan", "watch" }
               select new TestCaseData(tasks, range.Range, call).SetArgDisplayNames(range.Name, call);
    }

    [TestCaseSource(nameof(BoundsWithinASecond))]
    [Category("Finding K3")]
    public async Task A_bound_within_a_second_reaches_no_task_outside_it(int[] tasks, TimeRange range, string call)
    {
        var made = tasks.ToDictionary(at => server.Add(new() { CreatedAt = At(at) }), At);
        var filter = new TaskFilter { Enqueued = range, Where = call == "condition" ? _ => true : null };

        string[] reached = [.. await ReachedAsync(filter, call)];

        string[] expected = [.. made.Where(task => IsWithinWholeSeconds(range, task.Value)).Select(task => task.Key).Order(StringComparer.Ordinal)];
        Assert.That(reached.Order(StringComparer.Ordinal), Is.EqualTo(expected));
        Assert.That(reached.Select(id => made[id]), Is.All.Matches<DateTimeOffset>(at => range.Contains(at)), "nothing outside");
    }

    [TestCase("gt")]
    [TestCase("lte")]
    [TestCase("gte")]
    [TestCase("lt")]
    [Category("Finding K3")]
    public async Task A_bound_at_a_whole_second_means_what_the_service_means(string meaning)
    {
        string[] ids = [.. new[] { -1, 0, 1, 999, 1000 }.Select(at => server.Add(new() { CreatedAt = At(at) }))];
        var (range, expected) = meaning switch
        {
            "gt" => (TimeRange.After(Noon), ids[4..]),
            "gte" => (TimeRange.AtOrAfter(Noon), ids[1..]),
            "lte" => (TimeRange.AtOrBefore(Noon), ids[..4]),
            _ => (TimeRange.Before(Noon), ids[..1]),
        };

        Assert.That(await ReachedAsync(new TaskFilter { Enqueued = range }, "cancel"), Is.EquivalentTo(expected));
    }

    [Test]
    [Category("Finding K3")]
    public async Task A_plan_says_what_was_narrowed()
    {
        server.Add(new() { CreatedAt = Noon.AddSeconds(5) });
        var filter = new TaskFilter { Enqueued = TimeRange.AtOrAfter(At(102)) };

        var plan = await RunAsync(client.PlanAsync(filter));

        Assert.That(plan.Warnings.Select(warning => warning.ToString()), Has.Some.Contains("whole seconds").And.Contains("12:00:01"));
    }

    [TestCase(1L, 9999999999L)]
    [TestCase(1L, 2147483648L)]
    [TestCase(1L, long.MaxValue)]
    [Category("Finding K7")]
    public async Task A_number_that_the_database_cannot_hold_matches_nothing_and_is_not_sent(long good, long tooLarge)
    {
        var id = server.Add(new() { SequenceId = good });
        var app = server.DefaultAppId;

        var both = await RunAsync(client.CancelAsync(new CloudFoundryTaskFilter { Scopes = [app], SequenceIds = [good, tooLarge] }));
        Assert.That(both.Accepted.Outcomes.Select(outcome => outcome.Target.Id.Value), Is.EqualTo(new[] { id }));
        Assert.That(server.Requests.Select(line => line.Request.RawQuery), Has.None.Contains(tooLarge.ToString(CultureInfo.InvariantCulture)));

        server.ClearRequests();
        Assert.That((await RunAsync(client.CancelAsync(new CloudFoundryTaskFilter { Scopes = [app], SequenceIds = [tooLarge] }))).Accepted.Outcomes, Is.Empty);
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    [Category("Finding K7")]
    public async Task The_largest_number_there_is_is_asked_for()
    {
        var id = server.Add(new() { SequenceId = int.MaxValue });
        var found = await RunAsync(client.ListAsync(new CloudFoundryTaskFilter { Scopes = [server.DefaultAppId], SequenceIds = [int.MaxValue] }).ToListAsync().AsTask());
        Assert.That(found.Select(task => task.Id.Value), Is.EqualTo(new[] { id }));
    }

    [TestCase("a\0")]
    [TestCase("\0")]
    [TestCase("a\nb")]
    [TestCase("a\u0085")]
    [Category("Finding K7")]
    public void A_control_character_in_a_name_is_refused_before_anything_is_sent(string name)
    {
        Assert.That(() => { _ = client.ListAsync(new TaskFilter { Names = ["ok", name] }); }, Throws.InstanceOf<TaskClientException>().With.Message.Contains("Names"));
        Assert.That(server.Requests, Is.Empty);
    }

    public static IEnumerable<TestCaseData> BadGuids() =>
        from guid in new[] { "abc ", " abc", "abc\t", "abc\n", "abc\u00a0", "a bc", "abc\0", "abc\u200b", "abc,def", "äbc", "abc/..", "abc%20" }
        from field in new (string Name, Func<string, TaskFilter> With)[]
        {
            ("Scopes", value => new TaskFilter { Scopes = ["ok", value] }),
            ("SpaceIds", value => new CloudFoundryTaskFilter { SpaceIds = ["ok", value] }),
            ("OrganizationIds", value => new CloudFoundryTaskFilter { OrganizationIds = [value] }),
        }
        select new TestCaseData(field.With(guid), field.Name).SetArgDisplayNames(field.Name, Uri.EscapeDataString(guid));

    [TestCaseSource(nameof(BadGuids))]
    [Category("Finding K15")]
    public void A_guid_with_something_behind_it_is_refused_before_anything_is_sent(TaskFilter filter, string field)
    {
        Assert.That(() => { _ = client.CancelAsync(filter); }, Throws.TypeOf<UnsupportedFilterException>().With.Property("Field").EqualTo(field));
        Assert.That(() => { _ = client.ListAsync(filter); }, Throws.TypeOf<UnsupportedFilterException>());
        Assert.That(() => { _ = client.PlanAsync(filter); }, Throws.TypeOf<UnsupportedFilterException>());
        Assert.That(server.Requests, Is.Empty);
    }

    public static IEnumerable<string> EmptyValues() =>
        from spelling in new[] { "env=", "env==", "env!=", "env in ()", "env notin ()", "env in (,)", "env notin (,)", "env notin (prod,)", "env notin (,prod)", "env notin", "env notin(", "env!= ", "env!=\t", "env!=,", "env!=''", "env NOTIN ()", "env notin( )", "!env!=", "env!==" }
        from around in new[] { "{0}", "team=x,{0}", "{0},team=x" }
        select string.Format(CultureInfo.InvariantCulture, around, spelling);

    [TestCaseSource(nameof(EmptyValues))]
    [Category("Finding K4")]
    public void A_label_whose_value_is_empty_reaches_nothing(string selector)
    {
        server.Add(new() { Labels = new Dictionary<string, string> { ["env"] = "prod", ["team"] = "x" } });
        Assert.That(() => { _ = client.CancelAsync(new CloudFoundryTaskFilter { LabelSelector = selector }); }, Throws.InstanceOf<TaskClientException>());
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    [Category("Finding K13")]
    public async Task A_row_without_a_sequence_id_takes_nothing_from_the_others()
    {
        string[] ids = [server.Add(), server.Add(), server.Add()];
        server.Faults.When(request => request.Path == "/v3/tasks").Edit(reply => EmulatedReply.Json(
            reply.Status, System.Text.Encoding.UTF8.GetString(reply.Body.Span).Replace("\"sequence_id\":2,", "\"sequence_id\":null,", StringComparison.Ordinal)));

        var (tasks, failure) = await ListAsync(client, new TaskFilter { Scopes = [server.DefaultAppId] });

        Assert.That((tasks.Count, failure), Is.EqualTo((3, (TaskRequestException?)null)));
        Assert.That(tasks.Select(task => ((CloudFoundryTaskDetails)task.Details!).SequenceId), Is.EquivalentTo(new long?[] { 1, null, 3 }));
        Assert.That((await RunAsync(client.CancelAsync(new TaskFilter { Scopes = [server.DefaultAppId] }))).Accepted.Outcomes.Select(outcome => outcome.Target.Id.Value), Is.EquivalentTo(ids));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("Finding fc-F13")]
    public async Task A_great_many_places_go_into_several_requests_that_proxies_let_pass(bool areOrganizations)
    {
        string[] places = [.. Enumerable.Range(0, 500).Select(_ => areOrganizations ? server.AddOrganization() : server.AddSpace(server.DefaultOrganizationId))];
        string[] spaces = areOrganizations ? [.. places.Select(organization => server.AddSpace(organization))] : places;
        string[] ids = [.. new[] { 0, 250, 499 }.Select(at => server.Add(new() { AppId = server.AddApp(spaces[at]) }))];
        server.Add();
        var filter = areOrganizations ? new CloudFoundryTaskFilter { OrganizationIds = places } : new CloudFoundryTaskFilter { SpaceIds = places };

        var report = (await RunAsync(client.CancelAsync(filter))).Accepted;

        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id.Value), Is.EquivalentTo(ids));
        Assert.That(server.Requests.Select(line => line.Request.Path.Length + line.Request.RawQuery.Length), Is.All.LessThan(8000));
    }

    [Test]
    [Category("Finding K5")]
    public async Task What_a_cancel_met_with_last_stays_on_the_outcome()
    {
        var id = server.Add(new() { CancelEnding = CloudFoundryCancelEnding.Ignored });
        server.Faults.When(IsCancel).ActThenRespond(EmulatedReply.Json(500, NotReached));
        var outcome = (await RunAsync(client.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0];
        Assert.That(outcome.Snapshot?.RawState, Is.EqualTo("CANCELING"));

        Assert.That(outcome.Error?.ErrorCode, Is.EqualTo("170019"));
    }

    [TestCase(26, 10, 5)]
    [TestCase(64, 10, 30)]
    [TestCase(1300, 500, 250)]
    [Category("Finding K8")]
    public async Task Tasks_of_one_second_that_span_pages_are_all_listed(int count, int pageSize, int ending)
    {
        var running = new TaskFilter { Scopes = [server.DefaultAppId], States = [TaskState.Running] };
        string[] ids = [.. Enumerable.Range(0, count).Select(_ => server.Add()).Order(StringComparer.Ordinal)];
        var ended = 0;
        server.Faults.When(request => request.RawQuery.Contains("created_ats", StringComparison.Ordinal) && ended < 3 * ending).Edit(reply =>
        {
            Array.ForEach(ids[ended..Math.Min(ended += ending, count)], id => server.Finish(id));
            return reply;
        });

        var listed = await RunAsync(client.ListAsync(running, new ReadOptions { PageSize = pageSize }).ToListAsync().AsTask());

        Assert.That(listed.Select(task => task.Id.Value), Is.SupersetOf(ids.Where(id => server.Find(id)!.State == "RUNNING")).And.Unique);
    }

    [Test]
    [Category("Finding K11")]
    public async Task Canceling_with_the_reason_of_a_cancel_has_taken_effect()
    {
        var id = server.Add(new() { CancelEnding = CloudFoundryCancelEnding.Ignored });
        var operation = await RunAsync(client.CancelAsync((TaskTarget)id));
        server.Change(id, new() { State = "CANCELING", Failure = "task was cancelled" });
        var outcome = (await RunAsync(operation.WaitForCompletionAsync(ShortWait))).Outcomes[0];

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    [Category("Finding K12")]
    public async Task A_cancel_that_the_controller_cannot_save_is_not_tried_again_and_again()
    {
        var id = server.Add();
        server.SetQuota(server.DefaultSpaceId, new(ProcessMemoryInMb: 1));
        var outcome = await RunAsync(client.CancelAndWaitAsync(id, ShortWait));
        Assert.That(server.Find(id)!.State, Is.EqualTo("RUNNING"));

        Assert.That(server.Requests.Count(line => IsCancel(line.Request)), Is.AtMost(2));
        Assert.That((outcome.Verdict, outcome.Error?.ErrorCode), Is.EqualTo((CancellationVerdict.Rejected, "10001")));
    }

    private static bool IsCancel(EmulatedRequest request) => request.Path.EndsWith("/actions/cancel", StringComparison.Ordinal);

    private static DateTimeOffset At(int milliseconds) => Noon.AddMilliseconds(milliseconds);

    // By the rule that the documentation states: an end within a second gives way to the whole seconds inside.
    private static bool IsWithinWholeSeconds(TimeRange range, DateTimeOffset made)
    {
        var second = Floor(made);
        var above = range.Lower is not { } lower || (lower.Instant == Floor(lower.Instant) ? lower.IsInclusive ? second >= lower.Instant : second > lower.Instant : second > Floor(lower.Instant));
        var below = range.Upper is not { } upper || (upper.Instant == Floor(upper.Instant) && upper.IsInclusive ? second <= upper.Instant : second < Floor(upper.Instant));
        return above && below;
    }

    private static DateTimeOffset Floor(DateTimeOffset instant) => instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerSecond));

    private async Task<IEnumerable<string>> ReachedAsync(TaskFilter filter, string call)
    {
        switch (call)
        {
            case "list":
                return (await ListAsync(client, filter)).Tasks.Select(task => task.Id.Value);
            case "plan":
                return (await RunAsync(client.PlanAsync(filter))).Targets.Select(task => task.Id.Value);
            case "watch":
                var seen = new HashSet<string>();
                await RunAsync(WatchAsync());
                return seen;

                async Task<bool> WatchAsync()
                {
                    await foreach (var task in client.WatchAsync(filter))
                    {
                        seen.Add(task.Id.Value);
                        server.Finish(task.Id.Value);
                    }

                    return true;
                }

            default:
                await RunAsync(client.CancelAsync(filter, new CancelOptions { Selection = call == "frozen" ? CancelSelection.ClientSide : CancelSelection.Auto }));
                return server.Rows.Where(row => row.State != "RUNNING").Select(row => row.Id);
        }
    }
}
