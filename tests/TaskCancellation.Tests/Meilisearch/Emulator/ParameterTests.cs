namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>What is refused, in the server's words.</summary>
public sealed class ParameterTests : EmulatorTest
{
    private const string Kinds141 = "`documentAdditionOrUpdate`, `documentEdition`, `documentDeletion`, `settingsUpdate`, `indexCreation`, `indexDeletion`, `indexUpdate`, `indexSwap`, `taskCancelation`, `taskDeletion`, `dumpCreation`, `snapshotCreation`, `export`, `upgradeDatabase`, `indexCompaction`, `networkTopologyChange`";
    private const string Kinds111 = "`documentAdditionOrUpdate`, `documentEdition`, `documentDeletion`, `settingsUpdate`, `indexCreation`, `indexDeletion`, `indexUpdate`, `indexSwap`, `taskCancelation`, `taskDeletion`, `dumpCreation`, `snapshotCreation`";
    private const string CancelParameters = "`uids`, `batchUids`, `canceledBy`, `types`, `statuses`, `indexUids`, `afterEnqueuedAt`, `beforeEnqueuedAt`, `afterStartedAt`, `beforeStartedAt`, `afterFinishedAt`, `beforeFinishedAt`";
    private const string ListParameters = "`limit`, `from`, `reverse`, `batchUids`, `uids`, `canceledBy`, `types`, `statuses`, `indexUids`, `afterEnqueuedAt`, `beforeEnqueuedAt`, `afterStartedAt`, `beforeStartedAt`, `afterFinishedAt`, `beforeFinishedAt`";

    private static readonly string[][] Routes = [["POST", "/tasks/cancel"], ["DELETE", "/tasks"], ["GET", "/tasks"], ["GET", "/batches"]];

    [Category("MS-8.1")]
    [TestCaseSource(nameof(Routes))]
    public async Task A_bad_uid_is_named_by_its_place(string method, string path)
    {
        Assert.That(await Send(method, path + "?uids=doggo"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Invalid value in parameter `uids`: could not parse `doggo` as a positive integer")));
        Assert.That(await Send(method, path + "?uids=1,dogo"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Invalid value in parameter `uids[1]`: could not parse `dogo` as a positive integer")));
        Assert.That(await Send(method, path + "?uids=4294967296"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Invalid value in parameter `uids`: could not parse `4294967296` as a positive integer")));
        Assert.That(await Send(method, path + "?uids=-1"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Invalid value in parameter `uids`: could not parse `-1` as a positive integer")));
        Assert.That(await Send(method, path + "?batchUids=cat"), Is.EqualTo(Refusal(400, "invalid_batch_uids", "Invalid value in parameter `batchUids`: could not parse `cat` as a positive integer")));
    }

    [Category("MS-8.2")]
    [TestCaseSource(nameof(Routes))]
    public async Task A_bad_canceledBy_is_refused(string method, string path)
    {
        Assert.That(await Send(method, path + "?canceledBy=doggo"), Is.EqualTo(Refusal(400, "invalid_task_canceled_by", "Invalid value in parameter `canceledBy`: could not parse `doggo` as a positive integer")));
        Assert.That(await Send(method, path + "?canceledBy=1.5,7"), Is.EqualTo(Refusal(400, "invalid_task_canceled_by", "Invalid value in parameter `canceledBy[0]`: could not parse `1.5` as a positive integer")));
    }

    [Category("MS-8.3")]
    [TestCaseSource(nameof(Routes))]
    public async Task A_bad_type_is_answered_with_the_kinds_of_the_version(string method, string path)
    {
        Assert.That(await Send(method, path + "?types=doggo"), Is.EqualTo(Refusal(400, "invalid_task_types", $"Invalid value in parameter `types`: `doggo` is not a valid task type. Available types are {Kinds141}.")));
        Server.Version = "1.50";
        Assert.That(await Send(method, path + "?types=doggo"), Is.EqualTo(Refusal(400, "invalid_task_types", $"Invalid value in parameter `types`: `doggo` is not a valid task type. Available types are {Kinds141}, `dsrUpdate`, `dsrClear`.")));
    }

    [Test]
    [Category("MS-8.3")]
    public async Task A_kind_younger_than_the_server_is_unknown_to_it()
    {
        Server.Version = "1.11.0";
        Assert.That(await Cancel("?types=export"), Is.EqualTo(Refusal(400, "invalid_task_types", $"Invalid value in parameter `types`: `export` is not a valid task type. Available types are {Kinds111}.")));
        Server.Version = "1.16";
        Assert.That((await Cancel("?types=export")).Status, Is.EqualTo(200));
    }

    [Category("MS-8.4")]
    [TestCaseSource(nameof(Routes))]
    public async Task A_bad_status_is_answered_with_the_five(string method, string path) =>
        Assert.That(await Send(method, path + "?statuses=doggo"), Is.EqualTo(Refusal(400, "invalid_task_statuses", "Invalid value in parameter `statuses`: `doggo` is not a valid task status. Available statuses are `enqueued`, `processing`, `succeeded`, `failed`, `canceled`.")));

    [Category("MS-8.5"), Category("MS-8.28")]
    [TestCase("the%20good%20doggo", "the good doggo")]
    [TestCase("pi%C3%B1ata", "piñata")]
    [TestCase(".meili_dsr", ".meili_dsr")]
    [TestCase("movies*", "movies*")]
    public async Task A_bad_index_uid_is_refused(string sent, string shown)
    {
        foreach (var route in Routes)
        {
            Assert.That(await Send(route[0], route[1] + "?indexUids=" + sent), Is.EqualTo(Refusal(400, "invalid_index_uid", $"Invalid value in parameter `indexUids`: `{shown}` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.")));
        }
    }

    [Test]
    [Category("MS-8.28")]
    public async Task Index_uids_may_have_400_characters()
    {
        Assert.That((await Cancel("?indexUids=" + new string('a', 400) + ",A-_9")).Status, Is.EqualTo(200));
        Assert.That((await Cancel("?indexUids=" + new string('a', 401))).Status, Is.EqualTo(400));
    }

    [Category("MS-8.6")]
    [TestCase("limit")]
    [TestCase("from")]
    [TestCase("reverse")]
    public async Task Paging_is_unknown_to_cancel_and_delete(string name)
    {
        var refusal = Refusal(400, "bad_request", $"Unknown parameter `{name}`: expected one of {CancelParameters}");
        Assert.That(await Cancel($"?{name}=1"), Is.EqualTo(refusal));
        Assert.That(await Send("DELETE", $"/tasks?{name}=1"), Is.EqualTo(refusal));
    }

    [Category("MS-8.7"), Category("MS-8.30")]
    [TestCase("limit=doggo", "invalid_task_limit", "limit", "could not parse `doggo` as a positive integer")]
    [TestCase("limit=", "invalid_task_limit", "limit", "could not parse `` as a positive integer")]
    [TestCase("from=*", "invalid_task_from", "from", "could not parse `*` as a positive integer")]
    [TestCase("reverse=doggo", "invalid_task_reverse", "reverse", "could not parse `doggo` as a boolean, expected either `true` or `false`")]
    [TestCase("reverse=*", "invalid_task_reverse", "reverse", "could not parse `*` as a boolean, expected either `true` or `false`")]
    public async Task Paging_is_validated_on_lists(string parameter, string code, string name, string problem) =>
        Assert.That(await Get("/tasks?" + parameter), Is.EqualTo(Refusal(400, code, $"Invalid value in parameter `{name}`: {problem}")));

    [Category("MS-8.8")]
    [TestCase("afterEnqueuedAt", "invalid_task_after_enqueued_at")]
    [TestCase("beforeEnqueuedAt", "invalid_task_before_enqueued_at")]
    [TestCase("afterStartedAt", "invalid_task_after_started_at")]
    [TestCase("beforeStartedAt", "invalid_task_before_started_at")]
    [TestCase("afterFinishedAt", "invalid_task_after_finished_at")]
    [TestCase("beforeFinishedAt", "invalid_task_before_finished_at")]
    public async Task A_bad_date_is_refused_under_its_own_code(string name, string code)
    {
        var refusal = Refusal(400, code, $"Invalid value in parameter `{name}`: `doggo` is an invalid date-time. It should follow the YYYY-MM-DD or RFC 3339 date-time format.");
        foreach (var route in Routes)
        {
            Assert.That(await Send(route[0], $"{route[1]}?{name}=doggo"), Is.EqualTo(refusal));
        }
    }

    [Test]
    [Category("MS-8.31")]
    public async Task No_parameter_at_all_is_refused()
    {
        const string available = "Available query parameters are: `uids`, `indexUids`, `statuses`, `types`, `canceledBy`, `beforeEnqueuedAt`, `afterEnqueuedAt`, `beforeStartedAt`, `afterStartedAt`, `beforeFinishedAt`, `afterFinishedAt`.";
        Assert.That(await Cancel(""), Is.EqualTo(Refusal(400, "missing_task_filters", "Query parameters to filter the tasks to cancel are missing. " + available)));
        Assert.That(await Send("DELETE", "/tasks"), Is.EqualTo(Refusal(400, "missing_task_filters", "Query parameters to filter the tasks to delete are missing. " + available)));
    }

    [Category("MS-8.29")]
    [TestCase("uids=cat,*")]
    [TestCase("statuses=cat,*")]
    [TestCase("types=cat,*")]
    [TestCase("uids=*,cat")]
    public async Task A_bad_item_next_to_a_star_is_still_bad(string parameter) => Assert.That((await Cancel("?" + parameter)).Status, Is.EqualTo(400));

    [Category("MS-8.62")]
    [TestCase("indexUid", "indexUids")]
    [TestCase("type", "types")]
    [TestCase("uidss", "uids")]
    [TestCase("beforeFinishAt", "beforeFinishedAt")]
    [TestCase("statsues", "statuses")]
    [TestCase("uid", null)]
    [TestCase("status", null)]
    [TestCase("Statuses", "statuses")]
    public async Task A_near_miss_gets_a_suggestion(string sent, string? meant)
    {
        var suggestion = meant is null ? "" : $"did you mean `{meant}`? ";
        Assert.That(await Cancel($"?{sent}=1"), Is.EqualTo(Refusal(400, "bad_request", $"Unknown parameter `{sent}`: {suggestion}expected one of {CancelParameters}")));
        Assert.That(await Get($"/tasks?{sent}=1"), Is.EqualTo(Refusal(400, "bad_request", $"Unknown parameter `{sent}`: {suggestion}expected one of {ListParameters}")));
    }

    [Test]
    [Category("MS-8.50")]
    public async Task Old_servers_know_neither_batchUids_nor_reverse()
    {
        Server.Version = "1.11.0";
        Assert.That(await Cancel("?batchUids=1"), Is.EqualTo(Refusal(400, "bad_request", $"Unknown parameter `batchUids`: expected one of {CancelParameters.Replace("`batchUids`, ", "", StringComparison.Ordinal)}")));
        Assert.That(await Get("/tasks?reverse=true"), Is.EqualTo(Refusal(400, "bad_request", $"Unknown parameter `reverse`: expected one of {ListParameters.Replace("`reverse`, `batchUids`, ", "", StringComparison.Ordinal)}")));
        Assert.That(await Get("/batches"), Is.EqualTo((404, "")));
    }

    [Test]
    [Category("MS-8.64"), Category("Inferred")]
    public async Task The_first_bad_parameter_of_the_url_is_reported()
    {
        Assert.That((await Cancel("?statuses=cat&uids=dog")).Body, Does.Contain("invalid_task_statuses"));
        Assert.That((await Cancel("?uids=dog&statuses=cat")).Body, Does.Contain("invalid_task_uids"));
        Assert.That((await Cancel("?limit=1&statuses=cat")).Body, Does.Contain("bad_request"));
        Assert.That((await Cancel("?uids=dog&statuses=cat&uids=cow")).Body, Does.Contain("`cow`"));
    }

    [Category("MS-8.26")]
    [TestCase("2021")]
    [TestCase("2021-12")]
    [TestCase("2021-12-03T23")]
    [TestCase("2021-12-03T23:45")]
    [TestCase("2021-12-03T23:45:23")]
    [TestCase("2021-12-03T23:45:23+01:00")]
    [TestCase("2021-02-29")]
    [TestCase("2021-12-03T24:00:00Z")]
    [TestCase("2021-12-03T23:45:23.Z")]
    [TestCase("2021-12-03%C3%A923:45:23Z")]
    [TestCase("2021-1%00-03")]
    [TestCase("2021-12-03T23:45:23Z%20")]
    [TestCase("2021-12-03T23:45:23%2B01:60")]
    [TestCase("2021-12-03T23:45:23%2B24:00")]
    [TestCase("2021-12-03T23:60:23Z")]
    [TestCase("2021-12-03T23:59:60Z")]
    [TestCase("2021-12-31T23:59:60%2B01:00")]
    [TestCase("%2B2021-12-03T23:45:23Z")]
    [TestCase("2021-12-00")]
    [TestCase("20211203")]
    [TestCase("2021/12/03")]
    [TestCase("")]
    public async Task Partial_and_impossible_dates_are_refused(string text) => Assert.That((await Cancel("?afterStartedAt=" + text)).Status, Is.EqualTo(400));

    [TestCase("2021-12-31T23:59:60Z")]
    [TestCase("2022-01-01T00:59:60%2B01:00")]
    [TestCase("2021-12-31T23:59:60.5Z")]
    [TestCase("2021-12-03123:45:23Z")]
    [TestCase("2021-12-03T23:45:23.0Z")]
    [TestCase("2021-12-03T23:45:23-23:59")]
    [TestCase("2024-02-29")]
    [TestCase("-0000-01-01")]
    public async Task Odd_dates_are_taken(string text) => Assert.That((await Cancel("?afterStartedAt=" + text)).Status, Is.EqualTo(200));
}
