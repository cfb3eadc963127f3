using System.Text;
using TaskCancellation.Testing;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>The list: both shapes, pages, and what is checked here.</summary>
[TestFixture]
internal sealed class ListTests : ClientTest
{
    [Test]
    [Category("TZ-11.21")]
    public async Task The_pages_of_the_contract_are_read_to_the_end()
    {
        Service.On(ListLine, Wire.FromFixture(200, "page-first.json")).On(ListLine + "&cursor=b3BhcXVl", Wire.FromFixture(200, "page-last.json"));
        Assert.That(await ListAsync(TaskFilter.All), Is.EqualTo(new[] { Wire.Id, Wire.OtherId }));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ListLine, ListLine + "&cursor=b3BhcXVl" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("TZ-11.20")]
    [Category("TZ-11.33")]
    public async Task The_bare_array_is_the_whole_list(bool keepRaw)
    {
        Service.On(ListLine, EmulatedReply.Json(200, "\r\n " + Wire.Fixture("array.json")));
        var tasks = await RunAsync(CreateClient().ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = keepRaw }).ToListAsync().AsTask());
        Assert.That(tasks.Select(task => (task.Id.Value, task.State)), Is.EqualTo(new[] { (Wire.Id, TaskState.Pending), (Wire.OtherId, TaskState.Canceled) }));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ListLine }));
    }

    [Test]
    public async Task A_cursor_is_escaped_and_sent_back_as_it_came()
    {
        Service.On(ListLine, Wire.Page("a+b/c=&limit=1 ü", Wire.Job())).On(ListLine + "&cursor=a%2Bb%2Fc%3D%26limit%3D1%20%C3%BC", Wire.Page(null));
        Assert.That(await ListAsync(TaskFilter.All), Is.EqualTo(new[] { Wire.Id }));
    }

    [Test]
    [Category("TZ-11.23")]
    public async Task Many_pages_are_read_as_they_are_consumed_and_no_job_twice()
    {
        Service.On(ListLine, Wire.Page("c1", Wire.Job(Wire.IdOf(1)), Wire.Job(Wire.IdOf(2))))
            .On(ListLine + "&cursor=c1", Wire.Page("c2"))
            .On(ListLine + "&cursor=c2", Wire.Page("c3", Wire.Job(Wire.IdOf(2)), Wire.Job(Wire.IdOf(3))))
            .On(ListLine + "&cursor=c3", Wire.Page(null, Wire.Job(Wire.IdOf(4))));
        Assert.That(await ListAsync(TaskFilter.All), Is.EqualTo(new[] { 1, 2, 3, 4 }.Select(Wire.IdOf)));

        Service.ClearRequests();
        Assert.That(await RunAsync(CreateClient().ListAsync(TaskFilter.All).Take(2).CountAsync().AsTask()), Is.EqualTo(2));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ListLine }));
    }

    [Test]
    public async Task A_cursor_that_comes_back_is_a_broken_list()
    {
        Service.On(ListLine, Wire.Page("c1", Wire.Job(Wire.IdOf(1))))
            .On(ListLine + "&cursor=c1", Wire.Page("c2", Wire.Job(Wire.IdOf(2))))
            .On(ListLine + "&cursor=c2", Wire.Page("c1", Wire.Job(Wire.IdOf(3))));
        var error = await FailureOf(CreateClient().ListAsync(TaskFilter.All).ToListAsync().AsTask());
        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(error.Message, Does.Contain("does not come to an end"));
        Assert.That(Service.Lines, Has.Count.LessThan(10));
    }

    [Test]
    public async Task New_cursors_to_the_same_jobs_are_a_broken_list()
    {
        var pages = 0;
        Service.Faults.Always().Edit(_ => Wire.Page($"c{++pages}", Wire.Job()));
        Service.On(ListLine, Wire.Page(null));
        Enumerable.Range(0, 30).ToList().ForEach(at => Service.On(ListLine + $"&cursor=c{at}", Wire.Page(null)));
        var error = await FailureOf(CreateClient().ListAsync(TaskFilter.All).ToListAsync().AsTask());
        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(Service.Lines, Has.Count.LessThan(20));
    }

    [TestCase("""{"data":[],"pagination":{"has_next_page":true}}""", TestName = "More, and no cursor")]
    [TestCase("""{"data":[],"pagination":{"has_next_page":true,"next_cursor":""}}""", TestName = "More, and an empty cursor")]
    [TestCase("""{"data":[],"pagination":{"next_cursor":"c"}}""", TestName = "Neither more nor the end")]
    [TestCase("""{"data":[]}""", TestName = "No pagination")]
    [TestCase("""{"pagination":{"has_next_page":false}}""", TestName = "No data")]
    [TestCase("""{"data":null,"pagination":{"has_next_page":false}}""", TestName = "Null data")]
    [TestCase("""{"data":[null],"pagination":{"has_next_page":false}}""", TestName = "A null among the jobs")]
    [TestCase("""{"data":[{"status":"Pending"}],"pagination":{"has_next_page":false}}""", TestName = "A job without an id")]
    [TestCase("[null]", TestName = "A null in the array")]
    [TestCase("[{\"process_id\":\"x\"}]", TestName = "A job without a status in the array")]
    [TestCase("[{", TestName = "Half an array")]
    [TestCase("<html></html>", TestName = "A page of HTML")]
    [TestCase("null", TestName = "Null for a list")]
    [TestCase("", TestName = "Nothing for a list")]
    public async Task A_list_that_is_not_one_is_a_protocol_error(string body)
    {
        Service.On(ListLine, EmulatedReply.Json(200, body));
        foreach (var keepRaw in new[] { false, true })
        {
            var error = await FailureOf(CreateClient().ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = keepRaw }).ToListAsync().AsTask());
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
        }
    }

    [TestCase(null, 100)]
    [TestCase(1, 1)]
    [TestCase(100, 100)]
    [TestCase(5000, 100)]
    [Category("TZ-11.22")]
    public async Task The_page_size_stays_in_the_services_bounds(int? pageSize, int expected)
    {
        Service.On($"GET /image/v1/status?paginated=true&limit={expected}", Wire.Page(null));
        Assert.That(await ListAsync(TaskFilter.All, pageSize), Is.Empty);
    }

    private static IEnumerable<TestCaseData> Filters()
    {
        var second = VirtualClock.DefaultStart.AddSeconds(2);
        yield return new TestCaseData(new TaskFilter { States = [TaskState.Pending] }, new[] { 1 }).SetArgDisplayNames("states");
        yield return new TestCaseData(new TaskFilter { States = [TaskState.Unknown] }, new[] { 4 }).SetArgDisplayNames("a state that is not known");
        yield return new TestCaseData(new TaskFilter { Kinds = ["Enh*"] }, new[] { 1, 2, 4 }).SetArgDisplayNames("kinds");
        yield return new TestCaseData(new TaskFilter { Scopes = [Wire.Source] }, new[] { 1, 2, 3 }).SetArgDisplayNames("sources");
        yield return new TestCaseData(new TaskFilter { Names = ["a,b.png", "none"] }, new[] { 2 }).SetArgDisplayNames("file names");
        yield return new TestCaseData(new TaskFilter { Enqueued = TimeRange.After(second) }, new[] { 3 }).SetArgDisplayNames("after a second");
        yield return new TestCaseData(new TaskFilter { Enqueued = TimeRange.AtOrAfter(second) }, new[] { 2, 3 }).SetArgDisplayNames("from a second on");
        yield return new TestCaseData(new TopazImageTaskFilter { Models = ["Wonder", "Redefine"] }, new[] { 3, 4 }).SetArgDisplayNames("models");
        yield return new TestCaseData(new TopazImageTaskFilter { Modified = TimeRange.AtOrBefore(second) }, new[] { 1, 2 }).SetArgDisplayNames("changes");
        yield return new TestCaseData(new TopazImageTaskFilter { Models = ["Wonder"], States = [TaskState.Canceled], Names = ["c.png"] }, new[] { 3 }).SetArgDisplayNames("all of it");
        yield return new TestCaseData(new TaskFilter { Where = task => task.Progress > 0.5 }, new[] { 2 }).SetArgDisplayNames("a condition");
        yield return new TestCaseData(new TaskFilter { States = [TaskState.Canceling] }, Array.Empty<int>()).SetArgDisplayNames("a state it does not have");
    }

    [TestCaseSource(nameof(Filters))]
    [Category("TZ-11.25")]
    public async Task What_the_service_cannot_filter_is_checked_here(TaskFilter filter, int[] expected)
    {
        var start = VirtualClock.DefaultStart.ToUnixTimeSeconds();
        Service.On(ListLine, Wire.Page(
            null,
            Wire.Job(Wire.IdOf(1), "Pending", created: start + 1, modified: start + 1, progress: "0"),
            Wire.Job(Wire.IdOf(2), created: start + 2, modified: start + 2, filename: "a,b.png", progress: "60"),
            Wire.Job(Wire.IdOf(3), "Cancelled", created: start + 3, modified: start + 3, category: "Sharpen", filename: "c.png", model: "Wonder", progress: null),
            Wire.Job(Wire.IdOf(4), "Archived", created: null, modified: null, source: null, model: "Redefine")));
        Assert.That(await ListAsync(filter), Is.EqualTo(expected.Select(Wire.IdOf)));
    }

    [Test]
    public async Task Named_ids_are_read_one_by_one_and_each_once()
    {
        var upper = Wire.Id.ToUpperInvariant();
        Service.On(ReadLine, Wire.JobReply("Pending")).On($"GET /image/v1/status/{Wire.OtherId}", Wire.Seed(404)).On($"GET /image/v1/status/{Wire.IdOf(3)}", Wire.JobReply("Completed", Wire.IdOf(3)));
        Assert.That(await ListAsync(new TaskFilter { Ids = [Wire.Id, upper, Wire.OtherId, Wire.IdOf(3)], States = [TaskState.Pending] }), Is.EqualTo(new[] { Wire.Id }));
        Assert.That(Service.Lines, Has.Count.EqualTo(3));
    }

    [Test, Category("Finding C14")]
    public async Task Named_ids_are_read_several_at_a_time_and_shown_in_their_order()
    {
        var ids = Enumerable.Range(1, 40).Select(Wire.IdOf).ToArray();
        foreach (var (at, id) in ids.Index())
        {
            Service.On($"GET /image/v1/status/{id}", EmulatedReply.Later(TimeSpan.FromMilliseconds(10 - (at % 3)), () => Wire.JobReply("Pending", id)));
        }

        var begun = Clock.GetUtcNow();
        Assert.That(await ListAsync(new TaskFilter { Ids = [.. ids.Select(TaskId.FromString)] }), Is.EqualTo(ids));
        Assert.That(Clock.GetUtcNow() - begun, Is.LessThan(TimeSpan.FromMilliseconds(150)), "one after another it is 400");
    }

    [Test]
    public async Task A_job_that_cannot_be_read_takes_nothing_from_those_that_are_read_with_it()
    {
        var ids = Enumerable.Range(1, 9).Select(Wire.IdOf).ToArray();
        foreach (var (at, id) in ids.Index())
        {
            Service.On($"GET /image/v1/status/{id}", at == 1 ? Wire.Seed(403) : Wire.JobReply("Pending", id));
        }

        var found = new List<TaskSnapshot>();
        var failure = await FailureOf(AllAsync());
        Assert.That(failure.StatusCode, Is.EqualTo(403));
        Assert.That(found.Select(task => task.Id.Value), Is.SupersetOf(new[] { ids[0], ids[2], ids[3] }));
        Assert.That(Service.Lines, Has.Count.LessThan(9), "nothing further is begun");

        async Task<int> AllAsync()
        {
            await foreach (var task in CreateClient().ListAsync(new TaskFilter { Ids = [.. ids.Select(TaskId.FromString)] }))
            {
                found.Add(task);
            }

            return found.Count;
        }
    }

    [Test]
    public async Task Own_fields_are_checked_on_named_ids_too()
    {
        Service.On(ReadLine, Wire.JobReply()).On($"GET /image/v1/status/{Wire.OtherId}", EmulatedReply.Json(200, Wire.Job(Wire.OtherId, model: "Wonder")));
        Assert.That(await ListAsync(new TopazImageTaskFilter { Ids = [Wire.Id, Wire.OtherId], Models = ["Wonder"] }), Is.EqualTo(new[] { Wire.OtherId }));
    }

    [Test]
    public async Task The_JSON_of_each_job_is_kept_when_asked_for()
    {
        Service.On(ListLine, Wire.Page(null, Wire.Job(), Wire.Job(Wire.OtherId)));
        var tasks = await RunAsync(CreateClient().ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = true }).ToListAsync().AsTask());
        Assert.That(tasks.Select(task => Encoding.UTF8.GetString(task.Raw.Span)), Is.EqualTo(new[] { Wire.Job(), Wire.Job(Wire.OtherId) }));
    }

    private async Task<IEnumerable<string>> ListAsync(TaskFilter filter, int? pageSize = null)
    {
        var tasks = await RunAsync(CreateClient().ListAsync(filter, new ReadOptions { PageSize = pageSize }).ToListAsync().AsTask());
        return tasks.Select(task => task.Id.Value);
    }
}
