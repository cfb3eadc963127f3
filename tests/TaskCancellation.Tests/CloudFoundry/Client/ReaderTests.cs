using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>What a read, a list and a cancel ask for one after another, and the words of what goes wrong.</summary>
[TestFixture]
internal sealed class ReaderTests : ClientTest
{
    private static readonly EmulatedReply Unsaved = Wire.Error(500, 10001, "UnknownError", "An unknown error occurred.");
    private static readonly EmulatedReply Failed = Wire.Error(500, 170019, "CF-TaskError", "Task failed: some text");

    [TestCase(0, 1)]
    [TestCase(1, 2)]
    [TestCase(3, 4)]
    public async Task A_cancel_that_failed_is_sent_as_often_as_any_other(int retries, int expected)
    {
        Service.On(CancelLine, Failed).On(ReadLine, Wire.TaskReply(200));
        var start = Clock.GetUtcNow();
        var outcome = await CancelAsync(CreateClient(configure: options => options.MaxRetries = retries));
        Assert.That((outcome.Verdict, outcome.Error?.ErrorCode, outcome.Snapshot?.State), Is.EqualTo((CancellationVerdict.Indeterminate, "170019", TaskState.Running)));
        Assert.That((Lines(CancelLine), Lines(ReadLine)), Is.EqualTo((expected, expected)));
        Assert.That(Clock.GetUtcNow() > start, Is.EqualTo(retries > 0), "it pauses before it is sent again");
    }

    [Test]
    public async Task A_cancel_that_failed_is_not_sent_again_after_its_time()
    {
        Service.On(CancelLine, Failed).On(ReadLine, Wire.TaskReply(200));
        Service.Faults.On("POST", CancelLine[5..]).Delay(TimeSpan.FromSeconds(20));
        await CancelAsync(CreateClient(configure: options => (options.Timeout, options.AttemptTimeout, options.MaxRetries) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(25), 9)));
        Assert.That(Lines(CancelLine), Is.EqualTo(2));
    }

    [Test]
    public async Task What_could_not_be_saved_twice_is_refused_and_nothing_was_done()
    {
        Service.On(CancelLine, Unsaved).On(ReadLine, Wire.TaskReply(200));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, Lines(CancelLine), outcome.Error!.FollowsAmbiguousAttempt), Is.EqualTo((CancellationVerdict.Rejected, 2, false)));
    }

    [TestCase(true, CancellationVerdict.Indeterminate, 3)]
    [TestCase(false, CancellationVerdict.Indeterminate, 3)]
    public async Task After_one_that_may_have_got_there_what_could_not_be_saved_leaves_a_doubt(bool isFirst, CancellationVerdict expected, int tries)
    {
        Service.On(CancelLine, isFirst ? [Failed, Unsaved] : [Unsaved, Failed, Unsaved]).On(ReadLine, Wire.TaskReply(200));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, Lines(CancelLine)), Is.EqualTo((expected, tries)));
    }

    [TestCase(500, 10001, true)]
    [TestCase(500, 170019, true)]
    [TestCase(502, 10001, false)]
    [TestCase(500, 10011, false)]
    public async Task Only_two_failures_are_looked_at_at_once(int status, int code, bool isRead)
    {
        Service.On(CancelLine, Wire.Error(status, code, "t", "d"), Wire.TaskReply(202, state: "CANCELING")).On(ReadLine, Wire.TaskReply(200));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Is.EqualTo(isRead ? new[] { CancelLine, ReadLine, CancelLine } : [CancelLine, CancelLine]));
    }

    [Test]
    public async Task A_reply_about_another_task_is_none()
    {
        Service.On(ReadLine, Wire.TaskReply(200, guid: "another"));
        var failure = await FailureOf(CreateClient().FindAsync(Wire.Guid));
        Assert.That((failure.Reason, failure.Summary), Is.EqualTo((TaskErrorReason.Protocol, "Cloud Foundry: The reply is about another task.")));
        Service.On(ReadLine, Wire.TaskReply(200, guid: Wire.Guid.ToUpperInvariant()));
        Assert.That((await RunAsync(CreateClient().FindAsync(Wire.Guid)))!.State, Is.EqualTo(TaskState.Running));
    }

    [TestCase("space_guids=s", true)]
    [TestCase("other=s", false)]
    public async Task A_list_that_was_not_kept_to_the_space_is_none(string query, bool isGood)
    {
        Service.On("GET /v3/tasks?space_guids=s&order_by=created_at&per_page=500", EmulatedReply.Json(200, $$"""{"pagination":{"first":{"href":"https://api.cf.test/v3/tasks?{{query}}"},"next":null},"resources":[]}"""));
        var listing = CreateClient().ListAsync(new CloudFoundryTaskFilter { SpaceIds = ["s"] }).ToListAsync().AsTask();
        if (isGood)
        {
            Assert.That(await RunAsync(listing), Is.Empty);
        }
        else
        {
            Assert.That((await FailureOf(listing)).Summary, Is.EqualTo("Cloud Foundry: The service did not apply the filter: it answers as if it had not been asked for space_guids."));
        }
    }

    [Test]
    public async Task Spaces_of_several_requests_are_one_list([Values] bool isNewestFirst)
    {
        string[] spaces = [.. Enumerable.Range(0, 3).Select(at => new string((char)('a' + at), 200))];
        var order = (isNewestFirst ? "-" : "") + "created_at";
        var replies = new[] { Wire.Page(null), Wire.Page(null, Wire.Task("t-1")), Wire.Page(null, Wire.Task("t-2")) };
        CloudFoundryTaskFilter filter = new() { Ids = ["t-1", "t-2"], SpaceIds = spaces };
        for (var at = 0; at < 3; at++)
        {
            Service.On($"GET /v3/tasks?guids=t-1%2Ct-2&space_guids={spaces[at]}&order_by={order}&per_page=500", replies[at]);
        }

        var listed = await RunAsync(CreateClient().ListAsync(filter, new ReadOptions { NewestFirst = isNewestFirst }).ToListAsync().AsTask());
        Assert.That(listed.Select(task => task.Id.Value), Is.EqualTo(new[] { "t-1", "t-2" }));
        Assert.That(Service.Lines, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Only_the_list_of_an_app_may_be_missing()
    {
        Service.On("GET /v3/apps/a/tasks?sequence_ids=1&order_by=created_at&per_page=500", Wire.Error(404, 10010, "CF-ResourceNotFound", "App not found"))
            .On("GET /v3/tasks?order_by=created_at&per_page=500", Wire.Error(404, 10010, "CF-ResourceNotFound", "App not found"));
        Assert.That(await RunAsync(CreateClient().ListAsync(new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a"] }).ToListAsync().AsTask()), Is.Empty);
        Assert.That((await FailureOf(CreateClient().ListAsync(TaskFilter.All).ToListAsync().AsTask())).Reason, Is.EqualTo(TaskErrorReason.NotFound));
    }

    [Test]
    public async Task Korifi_has_no_order_of_its_own()
    {
        Service.On("GET /v3/tasks?order_by=created_at&per_page=500", Wire.Page(null, Wire.Task("t-1")));
        var client = CreateClient(configure: options => options.Flavor = CloudFoundryApiFlavor.Korifi);
        Assert.That(await RunAsync(client.ListAsync(TaskFilter.All, new ReadOptions { NewestFirst = true }).ToListAsync().AsTask()), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_plan_shows_the_requests_that_it_stands_for()
    {
        Service.On("GET /v3/tasks?names=report&states=PENDING%2CRUNNING%2CCANCELING&order_by=created_at&per_page=500", Wire.Page(null, Wire.Task()));
        var plan = await RunAsync(CreateClient().PlanAsync(new TaskFilter { Names = ["report"] }));
        Assert.That(plan.Requests.Select(request => request.ToString()), Is.EqualTo(new[] { CancelLine }));
    }

    private int Lines(string line) => Service.Lines.Count(one => one == line);
}
