using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Where a list goes on, page by page: to the end that the server names, or that its count shows.</summary>
public sealed class PageTests : ClientTest
{
    private static readonly ReadOptions Two = new() { PageSize = 2 };

    [Test]
    public async Task A_page_goes_on_where_the_server_says()
    {
        Respond("""{"results":[9,8],"total":9,"next":5}""", """{"results":[5],"total":9,"next":null}""", """{"results":[],"total":9,"next":null}""");
        Assert.That(await Uids(TaskFilter.All, Two), Is.EqualTo(new[] { 9, 8, 5 }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?limit=2", "GET /tasks?limit=2&from=5", "GET /tasks?limit=2&from=4", "GET /tasks?limit=9&from=4" }));
    }

    [TestCase("""{"results":[9,8],"total":2,"next":null}""")]
    [TestCase("""{"results":[9,8],"total":1,"next":null}""")]
    [TestCase("""{"results":[],"total":0,"next":null}""")]
    [TestCase("""{"results":[],"total":2,"next":null}""")]
    [TestCase("""{"results":[],"next":null}""")]
    [TestCase("""{"results":[0],"total":7,"next":null}""")]
    [TestCase("""{"results":[3,0],"next":null}""")]
    public async Task A_page_is_the_last_when_nothing_can_follow(string page)
    {
        Respond(page);
        await Uids(TaskFilter.All, Two);
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?limit=2" }));
    }

    [Test]
    public async Task What_the_pages_before_have_shown_counts()
    {
        Respond("""{"results":[9,8],"total":4,"next":7}""", """{"results":[7,6],"total":4,"next":null}""");
        Assert.That(await Uids(TaskFilter.All, Two), Is.EqualTo(new[] { 9, 8, 7, 6 }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?limit=2", "GET /tasks?limit=2&from=7" }));
    }

    [Test]
    public async Task Below_the_second_uid_there_is_the_first()
    {
        Respond("""{"results":[1],"total":7,"next":null}""", """{"results":[0],"total":7,"next":null}""");
        Assert.That(await Uids(TaskFilter.All, Two), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?limit=2", "GET /tasks?limit=2&from=0" }));
    }

    [TestCase("3", "GET /tasks?limit=3")]
    [TestCase("9000000000000", "GET /tasks?limit=4294967295")]
    public async Task A_page_that_hides_all_is_asked_for_with_all_the_rest(string total, string second)
    {
        Respond($$"""{"results":[],"total":{{total}},"next":null}""", """{"results":[1],"total":1,"next":null}""");
        Assert.That(await Uids(TaskFilter.All, Two), Is.EqualTo(new[] { 1 }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?limit=2", second }));
    }

    [Test]
    public async Task A_page_that_is_too_long_is_asked_for_by_half_down_to_one()
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(200, new string(' ', 2_000)));
        var client = NewClient(configure: options => options.MaxReplyBytes = 1_024);
        var error = await Refusal(client.ListAsync(TaskFilter.All, new ReadOptions { PageSize = 5 }).ToListAsync().AsTask());
        Assert.That(error.InnerException, Is.InstanceOf<TaskCancellation.Http.ReplyTooLargeException>());
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?limit=5", "GET /tasks?limit=2", "GET /tasks?limit=1" }));
    }

    private void Respond(params string[] pages)
    {
        for (var at = 0; at < pages.Length; at++)
        {
            var page = System.Text.RegularExpressions.Regex.Replace(pages[at], @"(?<=[[,])\d+(?=[],])", uid => $$"""{"uid":{{uid.Value}},"status":"enqueued","type":"export"}""");
            Server.Faults.OnCall(at + 1).Respond(EmulatedReply.Json(200, page));
        }
    }
}
