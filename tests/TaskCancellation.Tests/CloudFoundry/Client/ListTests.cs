using System.Text;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class ListTests : ClientTest
{
    private const string First = "GET /v3/tasks?order_by=created_at&per_page=500";
    private const string Next = "https://api.cf.test/v3/tasks?page=2&per_page=500";

    [Test, Category("CF-8.28"), Category("CF-8.59")]
    public async Task Values_are_escaped_twice_and_labels_once()
    {
        const string Labels = """{"team":"billing","tier":"b"}""";
        const string Line = "GET /v3/tasks?names=a%252Cb%2C50%2525%2C%2520x&space_guids=s1%2Cs2&label_selector=team%3Dbilling%2Ctier%20in%20%28a%2Cb%29&order_by=created_at&per_page=500";
        Service.On(Line, Wire.Page(null, Wire.Task("t-1", name: "a,b", labels: Labels), Wire.Task("t-2", name: "A,B", labels: Labels)));
        var tasks = await ListAsync(new CloudFoundryTaskFilter { Names = ["a,b", "50%", " x"], SpaceIds = ["s1", "s2"], LabelSelector = "team=billing,tier in (a,b)" });
        Assert.That(tasks, Is.EqualTo(new[] { "t-1" }), "the service folds case, the filter does not");
        Assert.That(Service.Lines, Is.EqualTo(new[] { Line }));
    }

    [Test, Category("CF-8.31")]
    public async Task Times_go_out_under_escaped_operators()
    {
        const string Line = "GET /v3/tasks?created_ats%5Bgte%5D=2026-01-01T00%3A00%3A01Z&created_ats%5Blt%5D=2026-01-01T00%3A01%3A00Z&order_by=created_at&per_page=500";
        Service.On(Line, Wire.Page(null, Wire.Task("t-1", createdAt: "2026-01-01T00:00:00Z"), Wire.Task("t-2", createdAt: "2026-01-01T00:00:01Z"), Wire.Task("t-3", createdAt: "2026-01-01T00:01:00Z")));
        var start = VirtualClock.DefaultStart;
        Assert.That(await ListAsync(new TaskFilter { Enqueued = TimeRange.After(start).And(TimeRange.Before(start.AddMinutes(1))) }), Is.EqualTo(new[] { "t-2" }));
        Assert.That(Service.Lines, Is.EqualTo(new[] { Line }));
    }

    [Test]
    public async Task Newest_first_is_asked_for_and_paged_backwards()
    {
        using var server = new CloudFoundryEmulator(Clock);
        foreach (var age in new[] { 1, 2, 3, 3, 3, 4, 5 })
        {
            server.Add(new() { Name = $"{age}", CreatedAt = Clock.GetUtcNow().AddSeconds(-age) });
        }

        var options = new CloudFoundryTaskClientOptions { Credential = CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken) };
        options.UseTimeProvider(Clock);
        using var client = new CloudFoundryTaskClient(server.CreateClient(), options);
        var listed = await Clock.RunAsync(async () => await client.ListAsync(TaskFilter.All, new ReadOptions { NewestFirst = true, PageSize = 2 }).ToListAsync());
        var oldest = await Clock.RunAsync(async () => await client.ListAsync(TaskFilter.All, new ReadOptions { PageSize = 2 }).ToListAsync());

        Assert.Multiple(() =>
        {
            Assert.That(listed.Select(task => task.Name), Is.EqualTo(new[] { "1", "2", "3", "3", "3", "4", "5" }));
            Assert.That(listed.Select(task => task.Id), Is.Unique);
            Assert.That(oldest.Select(task => task.Name), Is.EqualTo(new[] { "5", "4", "3", "3", "3", "2", "1" }));
        });
    }

    [Test]
    public async Task Sequence_ids_ask_the_list_of_the_app()
    {
        Service.On("GET /v3/apps/app-1/tasks?sequence_ids=7%2C9&order_by=created_at&per_page=500", Wire.Page(null, Wire.Task("t-7", app: "app-1", sequenceId: 7)));
        Assert.That(await ListAsync(new CloudFoundryTaskFilter { SequenceIds = [7, 9], Scopes = ["app-1"] }), Is.EqualTo(new[] { "t-7" }));
    }

    [Test]
    public async Task The_list_of_an_unknown_app_is_empty()
    {
        Service.On("GET /v3/apps/nope/tasks?sequence_ids=7&order_by=created_at&per_page=500", Wire.Error(404, 10010, "CF-ResourceNotFound", "App not found"));
        Assert.That(await ListAsync(new CloudFoundryTaskFilter { SequenceIds = [7], Scopes = ["nope"] }), Is.Empty);
    }

    [Test, Category("CF-8.31")]
    public async Task The_time_of_change_is_checked_here()
    {
        var start = VirtualClock.DefaultStart;
        Service.On("GET /v3/tasks?updated_ats%5Bgte%5D=2026-01-01T00%3A00%3A01Z&order_by=created_at&per_page=500", Wire.Page(null, Wire.Task("t-1"), Wire.Task("t-2", updatedAt: "2026-01-01T00:00:01Z")));
        Assert.That(await ListAsync(new CloudFoundryTaskFilter { Updated = TimeRange.After(start) }), Is.EqualTo(new[] { "t-2" }));
    }

    [TestCase("https://api.cf.test/v3/tasks?page=2", Category = "CF-8.27")]
    [TestCase("https://elsewhere.test/v3/tasks?page=2&per_page=2&states=RUNNING", Category = "CF-8.70")]
    [TestCase("/v3/other?x=y")]
    [TestCase("not an address")]
    [TestCase("")]
    public async Task Of_a_link_only_its_presence_counts(string next)
    {
        Service.On("GET /v3/tasks?states=RUNNING&order_by=created_at&per_page=2", Wire.Page(next, Wire.Task("t-1"), Wire.Task("t-2", createdAt: "2026-01-01T00:00:05Z")))
            .On("GET /v3/tasks?states=RUNNING&created_ats%5Bgte%5D=2026-01-01T00%3A00%3A05Z&order_by=created_at&per_page=2", Wire.Page(null, Wire.Task("t-2", createdAt: "2026-01-01T00:00:05Z"), Wire.Task("t-3", createdAt: "2026-01-01T00:00:06Z")));
        Assert.That(await ListAsync(new TaskFilter { States = [TaskState.Running] }, pageSize: 2), Is.EqualTo(new[] { "t-1", "t-2", "t-3" }));
        Assert.That(Service.Hosts, Is.EqualTo(new[] { "https://api.cf.test", "https://api.cf.test" }));
    }

    [Test, Category("Finding K8")]
    public async Task A_second_that_fills_whole_pages_is_asked_for_again_whole()
    {
        const string From = "GET /v3/tasks?created_ats%5Bgte%5D=2026-01-01T00%3A00%3A00Z&order_by=created_at&per_page=";
        Service.On("GET /v3/tasks?order_by=created_at&per_page=1", Wire.Page(Next, Wire.Task("t-1")))
            .On(From + "1", Wire.Page(Next, Wire.Task("t-1")))
            .On(From + "4", Wire.Page(Next, Wire.Task("t-1"), Wire.Task("t-2"), Wire.Task("t-3"), Wire.Task("t-4")))
            .On(From + "16", Wire.Page(null, Wire.Task("t-1"), Wire.Task("t-2"), Wire.Task("t-3"), Wire.Task("t-4"), Wire.Task("t-5")));
        Assert.That(await ListAsync(TaskFilter.All, pageSize: 1), Is.EqualTo(new[] { "t-1", "t-2", "t-3", "t-4", "t-5" }));
    }

    [TestCase(6000, false)]
    [TestCase(5999, true)]
    [Category("Finding K8")]
    public async Task A_second_that_fills_the_largest_page_is_paged_through_and_what_it_may_lack_is_said(int totalThen, bool mayLack)
    {
        const string From = "GET /v3/tasks?created_ats%5Bgte%5D=2026-01-01T00%3A00%3A00Z&order_by=created_at&per_page=5000";
        string[] ids = [.. Enumerable.Range(0, 6000).Select(at => $"t-{at:0000}")];
        Service.On("GET /v3/tasks?order_by=created_at&per_page=5000", PageOf(ids[..5000], 6000, isLast: false))
            .On(From, PageOf(ids[..5000], 6000, isLast: false))
            .On(From + "&page=2", PageOf(ids[5000..], totalThen, isLast: true));
        var listed = new List<string>();

        var failure = await RunAsync(ReadAsync());

        Assert.That(listed, Is.EqualTo(ids));
        Assert.That(failure?.Summary, Is.EqualTo(mayLack ? "The list may lack some tasks: more than 5000 were created in one second, and some of them left the list while it was read." : null));
        Assert.That((failure?.Reason, failure?.Delivery, failure?.ServiceName), Is.EqualTo(mayLack ? (TaskErrorReason.ServerError, RequestDelivery.Answered, "Cloud Foundry") : (default(TaskErrorReason?), default(RequestDelivery?), default(string))));

        async Task<PartialListException?> ReadAsync()
        {
            try
            {
                await foreach (var task in CreateClient().ListAsync(TaskFilter.All, new ReadOptions { PageSize = 5000 }))
                {
                    listed.Add(task.Id.Value);
                }

                return null;
            }
            catch (PartialListException partial)
            {
                return partial;
            }
        }
    }

    [Test, Category("Finding K8")]
    public async Task An_empty_page_is_wrong_about_its_total_and_tells_of_no_lack()
    {
        const string From = "GET /v3/tasks?created_ats%5Bgte%5D=2026-01-01T00%3A00%3A00Z&order_by=created_at&per_page=5000";
        string[] ids = [.. Enumerable.Range(0, 5000).Select(at => $"t-{at:0000}")];
        Service.On("GET /v3/tasks?order_by=created_at&per_page=5000", PageOf(ids, 5001, isLast: false)).On(From, PageOf(ids, 5001, isLast: false)).On(From + "&page=2", PageOf([], 0, isLast: true));
        Assert.That(await ListAsync(TaskFilter.All, pageSize: 5000), Is.EqualTo(ids));
    }

    [Test]
    public async Task Our_lower_bound_takes_the_place_of_the_filters()
    {
        Service.On("GET /v3/tasks?created_ats%5Bgte%5D=2026-01-01T00%3A00%3A01Z&order_by=created_at&per_page=1", Wire.Page(Next, Wire.Task("t-1", createdAt: "2026-01-01T00:00:09Z")))
            .On("GET /v3/tasks?created_ats%5Bgte%5D=2026-01-01T00%3A00%3A09Z&order_by=created_at&per_page=1", Wire.Page(null, Wire.Task("t-1", createdAt: "2026-01-01T00:00:09Z")));
        Assert.That(await ListAsync(new TaskFilter { Enqueued = TimeRange.After(VirtualClock.DefaultStart) }, pageSize: 1), Is.EqualTo(new[] { "t-1" }));
    }

    [Test, Category("CF-8.61"), Category("Inferred")]
    public async Task An_empty_page_is_the_end_whatever_its_totals_and_links_say()
    {
        Service.On(First, Wire.FromFixture(200, "page-empty.json"));
        Assert.That(await ListAsync(TaskFilter.All), Is.Empty);
        Assert.That(Service.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_list_that_never_ends_is_a_broken_one()
    {
        Service.Faults.Always().Respond(Wire.Page(Next, Wire.Task("t-1")));
        var error = await FailureOf(CreateClient().ListAsync(TaskFilter.All).ToListAsync().AsTask());
        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(Service.Lines, Has.Count.LessThan(10));
    }

    [TestCase(null, 500)]
    [TestCase(1, 1)]
    [TestCase(5000, 5000)]
    [TestCase(100_000, 5000)]
    public async Task The_page_size_stays_in_the_services_bounds(int? pageSize, int expected)
    {
        Service.On($"GET /v3/tasks?order_by=created_at&per_page={expected}", Wire.Page(null));
        Assert.That(await ListAsync(TaskFilter.All, pageSize), Is.Empty);
    }

    [Test]
    public async Task The_JSON_of_each_task_is_kept_when_asked_for()
    {
        Service.On(First, Wire.Page(null, Wire.Task("t-1"), Wire.Task("t-2")));
        var tasks = await RunAsync(CreateClient().ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = true }).ToListAsync().AsTask());
        Assert.That(tasks.Select(task => Encoding.UTF8.GetString(task.Raw.Span)), Is.EqualTo(new[] { Wire.Task("t-1"), Wire.Task("t-2") }));
    }

    [TestCase("""{"resources":[{"state":"RUNNING"}]}""", false)]
    [TestCase("""{"resources":[{"state":"RUNNING"}]}""", true)]
    [TestCase("""{"resources":[null]}""", true)]
    [TestCase("""{"pagination":{"next":null}}""", false)]
    [TestCase("<html></html>", true)]
    public async Task A_page_that_is_not_one_is_a_protocol_error(string body, bool keepRaw)
    {
        Service.On(First, EmulatedReply.Json(200, body));
        var error = await FailureOf(CreateClient().ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = keepRaw }).ToListAsync().AsTask());
        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [Test, Category("CF-8.74")]
    public async Task Korifi_is_asked_for_everything_page_by_page()
    {
        Service.On("GET /v3/tasks?order_by=created_at&per_page=2", Wire.Page(Next, Wire.Task("t-1"), Wire.Task("t-2", "SUCCEEDED")))
            .On("GET /v3/tasks?order_by=created_at&per_page=2&page=2", Wire.Page(null, Wire.Task("t-2"), Wire.Task("t-3")));
        var client = CreateClient(configure: options => options.Flavor = CloudFoundryApiFlavor.Korifi);
        var filter = new TaskFilter { States = [TaskState.Running], Scopes = [Wire.App], Ids = ["t-1", "t-3"] };
        var tasks = await RunAsync(client.ListAsync(filter, new ReadOptions { PageSize = 2 }).ToListAsync().AsTask());
        Assert.That(tasks.Select(task => task.Id.Value), Is.EqualTo(new[] { "t-1", "t-3" }));
        Assert.That(client.Capabilities.ListsByIds, Is.False);
    }

    [Test]
    public async Task Many_ids_are_asked_for_in_several_addresses()
    {
        using var emulator = new CloudFoundryEmulator(Clock);
        TaskId[] ids = [.. Enumerable.Range(0, 400).Select(_ => new TaskId(emulator.Add()))];
        var client = CreateClient(emulator, CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken));
        var tasks = await RunAsync(client.ListAsync(new TaskFilter { Ids = ids }).ToListAsync().AsTask());
        Assert.That(tasks.Select(task => task.Id), Is.EquivalentTo(ids));
        Assert.That(emulator.Requests.Select(line => line.Request.RawQuery.Length), Is.All.LessThan(7000));
    }

    [Test, Category("Inferred")]
    public async Task No_task_is_missed_because_others_end_between_two_pages()
    {
        using var emulator = new CloudFoundryEmulator(Clock);
        var ids = new List<string>();
        for (var at = 0; at < 30; at++)
        {
            ids.Add(emulator.Add(new CloudFoundryTask { CreatedAt = VirtualClock.DefaultStart.AddSeconds(at - 60) }));
        }

        var client = CreateClient(emulator, CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken));
        var seen = new List<string>();
        await foreach (var task in client.ListAsync(new TaskFilter { States = [TaskState.Running] }, new ReadOptions { PageSize = 10 }))
        {
            seen.Add(task.Id.Value);
            if (seen.Count == 10)
            {
                // They leave the list, and by page numbers the next five would move up to the page that was read already.
                ids[..5].ForEach(id => emulator.Finish(id));
            }
        }

        Assert.That(seen, Is.EqualTo(ids));
    }

    private static EmulatedReply PageOf(IEnumerable<string> ids, int total, bool isLast) => EmulatedReply.Json(
        200, $$"""{"pagination":{"total_results":{{total}},"next":{{(isLast ? "null" : "{}")}}},"resources":[{{string.Join(',', ids.Select(id => Wire.Task(id)))}}]}""");

    private async Task<IEnumerable<string>> ListAsync(TaskFilter filter, int? pageSize = null)
    {
        var tasks = await RunAsync(CreateClient().ListAsync(filter, new ReadOptions { PageSize = pageSize }).ToListAsync().AsTask());
        return tasks.Select(task => task.Id.Value);
    }
}
