using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>Which tasks a filter means.</summary>
public sealed class MatchingTests : EmulatorTest
{
    [Category("MS-8.18")]
    [TestCase("afterEnqueuedAt=2026-01-01T00:00:00.000000057Z", "")]
    [TestCase("afterEnqueuedAt=2026-01-01T00:00:00.000000056Z", "0")]
    [TestCase("beforeEnqueuedAt=2026-01-01T00:00:00.000000057Z", "")]
    [TestCase("beforeEnqueuedAt=2026-01-01T00:00:00.000000058Z", "0")]
    [TestCase("afterStartedAt=2026-01-01T00:00:01Z", "")]
    [TestCase("afterStartedAt=2026-01-01T00:00:00.999999999Z", "0")]
    [TestCase("beforeStartedAt=2026-01-01T00:00:01Z", "")]
    [TestCase("beforeStartedAt=2026-01-01T00:00:01.000000001Z", "0")]
    [TestCase("afterFinishedAt=2026-01-01T00:00:02Z", "")]
    [TestCase("afterFinishedAt=2026-01-01T00:00:01.999999999Z", "0")]
    [TestCase("beforeFinishedAt=2026-01-01T00:00:02Z", "")]
    [TestCase("beforeFinishedAt=2026-01-01T00:00:02.000000001Z", "0")]
    [Category("MS-8.25")]
    [TestCase("afterEnqueuedAt=2026-01-01T01:00:00.000000056%2B01:00", "0")]
    [TestCase("afterEnqueuedAt=2025-12-31T23:30:00.000000057-00:30", "")]
    [TestCase("afterEnqueuedAt=2026-01-01t00:00:00.000000056z", "0")]
    [TestCase("afterEnqueuedAt=0001-01-01T00:00:00.123456789Z", "", Category = "Finding M-C")]
    [TestCase("beforeEnqueuedAt=0001-01-01T00:00:00.123456789Z", "0", Category = "Finding M-B")]
    [TestCase("beforeFinishedAt=1969-12-31T23:59:59.999999999Z", "0", Category = "Finding M-B")]
    [TestCase("afterStartedAt=1969-12-31T23:59:59.999999999Z", "", Category = "Finding M-C")]
    [TestCase("afterEnqueuedAt=1970-01-01T00:00:00.000000001Z", "0", Category = "Finding M-A")]
    [TestCase("beforeEnqueuedAt=2026-01-02&afterEnqueuedAt=0001-01-01T00:00:00.123456789Z", "", Category = "Finding M-A")]
    [TestCase("beforeEnqueuedAt=2026-01-02&afterEnqueuedAt=1970-01-01T00:00:00.123456789Z", "0", Category = "Finding M-A")]
    [TestCase("beforeStartedAt=1969-12-31", "0", Category = "Finding M-B")]
    [TestCase("beforeEnqueuedAt=1970-01-01", "", Category = "Finding M-B")]
    [TestCase("beforeEnqueuedAt=1970-01-01T00:00:00.000000001Z", "", Category = "Finding M-B")]
    [TestCase("afterEnqueuedAt=1969-12-31T23:59:59.999999999Z", "", Category = "Finding M-C")]
    [TestCase("afterFinishedAt=1969-12-30", "", Category = "Finding M-C")]
    [TestCase("beforeEnqueuedAt=-2021-12-03", "0", Category = "Finding M-C")]
    [TestCase("afterEnqueuedAt=%2B2021-12-03", "0", Category = "Finding M-C")]
    [TestCase("afterEnqueuedAt=2026-01-01T00:00:00.0000000561Z", "0", Category = "Finding M1")]
    [TestCase("afterEnqueuedAt=2026-01-01T00:00:00.0000000579999Z", "", Category = "Finding M1")]
    [TestCase("beforeEnqueuedAt=9999-12-31T23:59:59.123456789Z", "0")]
    [Category("MS-8.24")]
    [TestCase("afterEnqueuedAt=2026-01-01", "")]
    [TestCase("beforeEnqueuedAt=2026-01-01", "")]
    [TestCase("afterEnqueuedAt=2025-12-31", "0")]
    [TestCase("beforeEnqueuedAt=2026-01-02", "0")]
    [Category("MS-8.26")]
    [TestCase("afterEnqueuedAt=*", "0")]
    public async Task Bounds_are_exclusive_to_the_nanosecond(string query, string uids)
    {
        var start = Clock.GetUtcNow();
        Server.Add(new() { State = "succeeded", EnqueuedAt = start, EnqueuedAtNanoseconds = 57, StartedAt = start.AddSeconds(1), FinishedAt = start.AddSeconds(2) });
        Assert.That(await Uids("?" + query), Is.EqualTo(uids));
        Assert.That(await Details(await CancelAccepted("?" + query)), Does.Contain($"\"matchedTasks\":{(uids.Length == 0 ? 0 : 1)}"));
    }

    [Category("MS-8.12"), Category("MS-8.13"), Category("MS-8.27")]
    [TestCase("statuses=enqueued", "3,0")]
    [TestCase("statuses=ENQUEUED,Failed", "3,2,0")]
    [TestCase("statuses=succeeded,*", "3,2,1,0")]
    [TestCase("statuses=*", "3,2,1,0")]
    [TestCase("types=settingsupdate", "2")]
    [TestCase("types=documentDeletion,DUMPCREATION", "3,1")]
    [TestCase("types=*,settingsUpdate", "3,2,1,0")]
    [TestCase("uids=1,2,77", "2,1")]
    [TestCase("uids=1%2C2", "2,1")]
    [TestCase("uids=%2B1", "1")]
    [TestCase("uids=*", "3,2,1,0")]
    [TestCase("indexUids=books", "2,1")]
    [TestCase("indexUids=Books", "")]
    [TestCase("indexUids=*", "3,2,1,0")]
    [TestCase("indexUids=books&statuses=failed", "2")]
    [TestCase("", "3,2,1,0")]
    public async Task Parameters_narrow_and_items_widen(string query, string uids)
    {
        Add();
        Add("books", "documentDeletion", "succeeded");
        Add("books", "settingsUpdate", "failed");
        Add(kind: "dumpCreation");
        Assert.That(await Uids("?" + query), Is.EqualTo(uids));
    }

    [Category("MS-8.45"), Category("Inferred")]
    [TestCase("uids=")]
    [TestCase("statuses=&types=*")]
    [TestCase("indexUids=,,")]
    [TestCase("uids")]
    public async Task An_empty_list_matches_nothing(string query)
    {
        Add();
        Assert.That(await Uids("?" + query), Is.Empty);
        Assert.That(await Details(await CancelAccepted("?" + query)), Does.Contain("\"matchedTasks\":0"));
    }

    [Test]
    [Category("MS-8.46")]
    public async Task Blanks_are_not_trimmed_and_empty_items_are_dropped()
    {
        Add();
        Add("books");
        Assert.That(await Cancel("?uids=0,%201"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Invalid value in parameter `uids[1]`: could not parse ` 1` as a positive integer")));
        Assert.That(await Cancel("?uids=0,+1"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Invalid value in parameter `uids[1]`: could not parse ` 1` as a positive integer")));
        Assert.That(await Cancel("?uids=,,0,,x"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Invalid value in parameter `uids[1]`: could not parse `x` as a positive integer")));
        Assert.That(await Uids("?uids=0,,1,"), Is.EqualTo("1,0"));
    }

    [Category("MS-8.47"), Category("MS-8.48"), Category("MS-8.49")]
    [TestCase("uids=77,4294967295", 0)]
    [TestCase("uids=0,0,0", 1)]
    [TestCase("uids=0&uids=1,0", 2)]
    [TestCase("uids=0,1,2,3,4", 2)]
    [TestCase("statuses=*", 2)]
    public async Task Matched_tasks_are_counted_once_and_before_the_cancellation(string query, int matched)
    {
        Add();
        Add("books");
        Assert.That(await Details(await CancelAccepted("?" + query)), Is.EqualTo($$"""{"matchedTasks":{{matched}},"canceledTasks":null,"originalFilter":"?{{query}}"}"""));
    }

    [Test]
    [Category("MS-8.37")]
    public async Task What_is_processing_answers_as_processing()
    {
        AddOpen();
        AddOpen("books");
        Pass(10);
        Assert.That(await Uids("?statuses=processing"), Is.EqualTo("0"));
        Assert.That(await Uids("?statuses=enqueued"), Is.EqualTo("1"));
        Assert.That(await Uids("?batchUids=0"), Is.EqualTo("0"));
        Assert.That(await Uids("?afterStartedAt=2026-01-01T00:00:00.0009Z"), Is.EqualTo("0"));
        Assert.That(await Uids("?afterStartedAt=2026-01-01T00:00:00.001Z"), Is.Empty);
        Assert.That(await Uids("?beforeFinishedAt=9999-01-01"), Is.Empty);
        Assert.That((await Get("/tasks/0")).Body, Is.EqualTo(
            """{"uid":0,"batchUid":0,"indexUid":"movies","status":"processing","type":"documentAdditionOrUpdate","canceledBy":null,"details":{"receivedDocuments":1,"indexedDocuments":null},"error":null,"duration":null,"enqueuedAt":"2026-01-01T00:00:00Z","startedAt":"2026-01-01T00:00:00.001Z","finishedAt":null}"""));
    }

    [Category("Finding M-C")]
    [TestCase("afterStartedAt=0001-01-01T00:00:00Z", "1")]
    [TestCase("beforeStartedAt=0001-01-01T00:00:00Z", "0")]
    [TestCase("beforeEnqueuedAt=0001-01-01T00:00:00Z", "1,0")]
    public async Task Only_the_start_of_a_running_task_is_compared_on_the_line_of_time(string query, string uids)
    {
        Add(status: "succeeded");
        AddOpen();
        Pass(10);
        Assert.That(await Uids("?" + query), Is.EqualTo(uids));
    }

    [Test]
    [Category("Finding M-B")]
    public async Task A_bound_before_1970_cancels_everything()
    {
        AddOpen();
        AddOpen("books");
        AddOpen(kind: "dumpCreation");
        await CancelAccepted("?beforeEnqueuedAt=0001-01-01T00:00:00Z");
        Pass(20);
        Assert.That(Server.Rows.Select(row => row.State), Is.EqualTo(new[] { "canceled", "canceled", "canceled", "succeeded" }));
    }

    [Test]
    [Category("MS-8.38")]
    public async Task An_index_filter_hides_tasks_of_several_or_no_indexes()
    {
        Add();
        Server.Add(new() { Kind = "indexSwap", OtherIndexUids = ["movies", "books"] });
        Add(kind: "dumpCreation");
        Assert.That(await Uids("?indexUids=movies"), Is.EqualTo("0"));
        Assert.That(await Details(await CancelAccepted("?indexUids=movies")), Does.Contain("\"matchedTasks\":1"));
        Assert.That((await Get("/tasks?indexUids=movies")).Body, Does.EndWith("\"total\":2,\"limit\":20,\"from\":0,\"next\":null}"));
    }

    [Test]
    [Category("MS-8.50")]
    public async Task Batch_uids_alone_are_a_filter()
    {
        AddOpen();
        AddOpen();
        AddOpen("books");
        Pass(10);
        Assert.That(await Details(await CancelAccepted("?batchUids=0")), Does.Contain("\"matchedTasks\":2"));
    }

    [Test]
    [Category("MS-8.10")]
    public async Task Lists_are_paged_from_the_highest_uid_down()
    {
        for (var i = 0; i < 25; i++)
        {
            Add("i" + i, status: "succeeded");
        }

        Assert.That(await Uids(""), Is.EqualTo("24,23,22,21,20,19,18,17,16,15,14,13,12,11,10,9,8,7,6,5"));
        Assert.That((await Get("/tasks")).Body, Does.EndWith("\"total\":25,\"limit\":20,\"from\":24,\"next\":4}"));
        Assert.That((await Get("/tasks?limit=2&from=4")).Body, Does.EndWith("\"total\":25,\"limit\":2,\"from\":4,\"next\":2}"));
        Assert.That((await Get("/tasks?from=4")).Body, Does.EndWith("\"total\":25,\"limit\":20,\"from\":4,\"next\":null}"));
        Assert.That(await Uids("?from=99&limit=1"), Is.EqualTo("24"));
        Assert.That((await Get("/tasks?limit=0")).Body, Is.EqualTo("""{"results":[],"total":25,"limit":0,"from":null,"next":24}"""));
    }

    [Test]
    [Category("MS-8.11")]
    public async Task Reverse_lists_from_the_lowest_uid_up()
    {
        for (var i = 0; i < 4; i++)
        {
            Add(status: "succeeded");
        }

        Assert.That(await Uids("?reverse=true"), Is.EqualTo("0,1,2,3"));
        Assert.That((await Get("/tasks?reverse=true&from=1&limit=2")).Body, Does.EndWith("\"total\":4,\"limit\":2,\"from\":1,\"next\":3}"));
        Assert.That(await Uids("?reverse=false"), Is.EqualTo("3,2,1,0"));
    }

    [Test]
    public async Task An_empty_server_lists_nothing() =>
        Assert.That(await Get("/tasks/"), Is.EqualTo((200, """{"results":[],"total":0,"limit":20,"from":null,"next":null}""")));

    [Test]
    public async Task Kinds_and_states_nobody_knows_are_shown_as_they_are()
    {
        Server.Add(new MeilisearchTask { Kind = "futureKind", State = "resting", DetailsJson = """{"a":{"b":[1]}}""", CustomMetadata = "mine" });
        Pass(5000);
        Assert.That((await Get("/tasks/0")).Body, Is.EqualTo(
            """{"uid":0,"batchUid":null,"indexUid":"movies","status":"resting","type":"futureKind","canceledBy":null,"details":{"a":{"b":[1]}},"error":null,"duration":null,"enqueuedAt":"2026-01-01T00:00:00Z","startedAt":null,"finishedAt":null,"customMetadata":"mine"}"""));
    }
}
