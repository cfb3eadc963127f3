using System.Globalization;
using System.Text;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Replies that are odd, hostile or not the server's: what decides is believed only in its own form, what informs is null in any other.</summary>
[NonParallelizable]
public sealed class BorderTests : ClientTest
{
    private const string Task = """{"uid":0,"batchUid":3,"indexUid":"movies","status":"enqueued","type":"settingsUpdate","canceledBy":null,"details":{"a":1},"error":null,"duration":null,"enqueuedAt":"2026-02-03T10:11:14Z","startedAt":null,"finishedAt":null}""";
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    private static readonly string[] OtherNotFound =
    [
        """{"message":"Index `m` not found.","code":"index_not_found","type":"invalid_request","link":""}""",
        """{"message":"no","code":"route_not_found","type":"invalid_request","link":""}""",
        """{"message":"Batch `9` not found.","code":"batch_not_found","type":"invalid_request","link":""}""",
        """{"message":"Task `0` not found.","code":"TASK_NOT_FOUND","type":"invalid_request","link":""}""",
        """{"message":"Task `0` not found.","code":["task_not_found"],"type":"invalid_request","link":""}""",
        """{"message":{"text":"task_not_found"},"code":"task_not_found"}""",
        """{"code":"task_not_found"}""",
        """{"message":"m","code":"task_not_found\ud800"}""",
        """[{"message":"m","code":"task_not_found"}]""",
        """{"error":{"message":"m","code":"task_not_found"}}""",
        "{}",
        "task_not_found",
        "<html>404</html>",
        "",
    ];

    private static readonly string[] Odd = ["\"text\"", "7", "0.5", "-1", "1e400", "true", "null", "{}", "[]", "[{\"a\":[1]}]", "\"\\ud800\"", "99999999999999999999"];

    private static readonly (string Member, string Value)[] Informing =
    [
        ("batchUid", "3"), ("indexUid", "\"movies\""), ("canceledBy", "null"), ("details", "{\"a\":1}"), ("error", "null"), ("duration", "null"),
        ("enqueuedAt", "\"2026-02-03T10:11:14Z\""), ("startedAt", "null"), ("finishedAt", "null"), ("customMetadata", ""), ("network", ""),
    ];

    private static IEnumerable<TestCaseData> OddMembers() =>
        from member in Informing
        from odd in Odd.Select((value, at) => (value, at))
        select new TestCaseData(member.Member, member.Value, odd.value).SetArgDisplayNames(member.Member, odd.at.ToString(CultureInfo.InvariantCulture));

    [TestCaseSource(nameof(OtherNotFound))]
    [Category("Finding A11")]
    public async Task A_404_that_is_not_the_servers_word_about_the_task_says_nothing_about_it(string body)
    {
        AddOpen();
        Server.Faults.Always().Respond(EmulatedReply.Json(404, body));
        Assert.That((await Refusal(Client.FindAsync(0))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await Run(Client.CancelAsync((TaskTarget)0))).Accepted.Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
        Server.Faults.Clear();
        Server.Faults.On("POST", "/tasks/cancel").Respond(EmulatedReply.Json(404, body));
        Assert.That((await Run(Client.CancelAsync(Movies))).Accepted.IsIndeterminate, Is.True);
    }

    [TestCase("-1")]
    [TestCase("9223372036854775807")]
    [TestCase("4294967296")]
    [TestCase("1.5")]
    [TestCase("\"1\"")]
    [TestCase("null")]
    [TestCase("{}")]
    [Category("Finding B1")]
    public async Task A_uid_that_is_none_is_a_protocol_error_where_it_is_read(string uid)
    {
        AddOpen();
        Server.Faults.On("POST", "/tasks/cancel").ActThenRespond(EmulatedReply.Json(200, $$"""{"taskUid":{{uid}},"indexUid":null,"status":"enqueued","type":"taskCancelation","enqueuedAt":"2026-02-03T10:11:12Z"}"""));
        var operation = await Run(Client.CancelAsync((TaskTarget)0));
        Assert.That(operation.Accepted.Outcomes[0].Verdict, Is.Not.EqualTo(CancellationVerdict.Accepted).And.Not.EqualTo(CancellationVerdict.NotAttempted));
        Assert.That((await Run(Client.CancelAsync(Movies))).ServiceTask, Is.Not.Null, "found by its mark");

        Server.Faults.Clear();
        Server.Faults.Always().Respond(EmulatedReply.Json(200, $$"""{"results":[{{Task.Replace("\"uid\":0", $"\"uid\":{uid}", StringComparison.Ordinal)}}],"total":1,"limit":20,"from":0,"next":null}"""));
        var error = await Refusal(Client.ListAsync(Movies).ToListAsync().AsTask());
        Assert.That((error.Reason, error.Message), Is.EqualTo((TaskErrorReason.Protocol, error.Message)));
        Assert.That(error.Message, Does.Contain("results[0].uid"));
        Server.ClearRequests();
        Assert.That((await Refusal(Client.CancelAsync(Movies, new CancelOptions { Selection = CancelSelection.ClientSide }))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(Posts, Is.Empty);
    }

    [TestCase("\"\\ud800\"")]
    [TestCase("\"a\\udc00b\"")]
    [TestCase("\"raw \u00ff\"")]
    [Category("Finding B3")]
    public async Task Half_a_character_in_a_member_that_informs_is_null_and_in_an_error_is_not_the_servers(string text)
    {
        AddOpen();
        Server.Faults.When(request => request.Method == "GET").Edit(reply => Raw(200, Encoding.UTF8.GetString(reply.Body.Span)
            .Replace("\"details\":{", $"\"customMetadata\":{text},\"details\":{{\"originalFilter\":{text},", StringComparison.Ordinal)));
        var task = (await Run(Client.FindAsync(0)))!;
        var details = (MeilisearchTaskDetails)task.Details!;
        Assert.That(() => (details.OriginalFilter, details.CustomMetadata, details.Members.Count, details.Json, task.ToString(), task.GetHashCode()), Throws.Nothing);
        Assert.That(text.Contains("\\u", StringComparison.Ordinal) ? details.OriginalFilter : null, Is.Null);
        Assert.That(Verdicts(await Cancel(Movies)), Is.EqualTo("0:Canceled"));

        Server.Faults.Clear();
        Server.Faults.Always().Respond(Raw(409, $$"""{"message":{{text}},"code":{{text}},"type":"x"}"""));
        var error = await Refusal(Client.FindAsync(0));
        Assert.That((error.StatusCode, error.ErrorCode), Is.EqualTo((409, (string?)null)).Or.EqualTo((409, "raw \ufffd")));
    }

    [TestCase("""{"results":[null],"next":null}""", "results[0]")]
    [TestCase("""{"results":[0,0],"next":null}""", "results[0]")]
    [TestCase("""{"results":null,"next":null}""", "results")]
    [TestCase("""{"results":{},"next":null}""", "results")]
    [TestCase("""{"next":null}""", "results")]
    [TestCase("""{"results":[],"next":"7"}""", "next")]
    [TestCase("""{"results":[],"next":-1}""", "next")]
    [TestCase("""{"results":[{"uid":1,"status":7,"type":"x"}]}""", "results[0].status")]
    [TestCase("""{"results":[{"uid":1,"status":"enqueued","type":["x"]}]}""", "results[0].type")]
    [TestCase("null", "")]
    [Category("Finding B4")]
    public async Task A_page_whose_rows_or_next_are_not_what_is_due_is_a_protocol_error_that_names_them(string body, string member)
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(200, body));
        foreach (var keepRaw in new[] { false, true })
        {
            var error = await Refusal(Client.ListAsync(Movies, new ReadOptions { KeepRaw = keepRaw }).ToListAsync().AsTask());
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
            Assert.That(error.Message, Does.Contain(member));
        }
    }

    [TestCase("9,8", "9", Description = "the same page for ever")]
    [TestCase("9,8", "9", "8,7", "10", Description = "a next that grows")]
    [TestCase("9,8", "7", "", "6", "", "5", Description = "empty pages that lead on")]
    [TestCase("9,9", "null", Description = "the same uid twice")]
    [TestCase("9,8", "7", "8,7", "6", Description = "a uid that comes again")]
    [Category("Finding B5")]
    public async Task A_list_that_does_not_come_to_an_end_is_ended(params string[] pages)
    {
        for (var at = 0; at < pages.Length / 2; at++)
        {
            Server.Faults.OnCall(at + 1).Respond(Page(pages[2 * at], pages[(2 * at) + 1]));
        }

        Server.Faults.Always().Respond(Page(pages[^2], pages[^1]));
        var error = await Refusal(Client.ListAsync(Movies).ToListAsync().AsTask());
        Assert.That((error.Reason, Sent.Count), Is.EqualTo((TaskErrorReason.Protocol, Sent.Count)));
        Assert.That(error.Message, Does.Contain("does not come to an end"));
        Assert.That(Sent, Has.Count.LessThan(6));

        static EmulatedReply Page(string uids, string next) => EmulatedReply.Json(200, $$"""{"results":[{{string.Join(',', uids.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(uid => Task.Replace("\"uid\":0", $"\"uid\":{uid}", StringComparison.Ordinal)))}}],"total":100,"limit":2,"from":9,"next":{{next}}}""");
    }

    [TestCase(false, "details")]
    [TestCase(true, "details")]
    [TestCase(true, "network")]
    [TestCase(false, "unknown")]
    [Category("Finding B8")]
    public void A_million_members_cost_a_small_multiple_of_the_body(bool keepRaw, string member)
    {
        var large = "{" + string.Join(',', Enumerable.Range(0, 1_000_000).Select(at => $"\"{at:x}\":0")) + "}";
        var task = member == "network" ? Task.Replace("\"error\"", $"\"network\":{large},\"error\"", StringComparison.Ordinal) : Task.Replace("\"details\":{\"a\":1}", $"\"{member}\":{large}", StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes($$"""{"results":[{{task}}],"total":1,"limit":1000,"from":0,"next":null}""");
        _ = Read(out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Read(out var page), Is.True);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Out.WriteLine($"{allocated / (double)body.Length:0.0} times the body");
        Assert.That(allocated, Is.LessThan(2.1 * body.Length));
        Assert.That(page!.Tasks[0].Raw.Length > large.Length, Is.EqualTo(keepRaw));
        Assert.That(((MeilisearchTaskDetails)page.Tasks[0].Details!).Json, Is.EqualTo(member == "details" ? large : member == "network" ? "{\"a\":1}" : null));

        bool Read(out MeilisearchPage? read) => WireReader.TryRead(body, MeilisearchPage.Reader(keepRaw), out read);
    }

    [TestCaseSource(nameof(OddMembers))]
    [Category("Finding B11")]
    public async Task A_member_that_informs_and_is_of_another_form_hides_nothing(string member, string value, string odd)
    {
        var task = value.Length == 0 ? Task.Replace("\"error\":null", $"\"error\":null,\"{member}\":{odd}", StringComparison.Ordinal) : Task.Replace($"\"{member}\":{value}", $"\"{member}\":{odd}", StringComparison.Ordinal);
        Server.Faults.OnCall(1).Respond(EmulatedReply.Json(200, task));
        Server.Faults.Always().Respond(EmulatedReply.Json(200, $$"""{"results":[{{task}}],"total":{{odd}},"limit":{{odd}},"from":{{odd}},"next":null}"""));
        var read = (await Run(Client.FindAsync(0)))!;
        Assert.That((read.Id.Value, read.State, read.Kind), Is.EqualTo(("0", TaskState.Pending, "settingsUpdate")));
        var details = (MeilisearchTaskDetails)read.Details!;
        Assert.That(() => (details.Members.Count, details.Json, details.Network, details.CancellationCounts, details.ReceivedDocuments, read.ToTarget(), read.ToString()), Throws.Nothing);
        Assert.That((await List(new TaskFilter { Kinds = ["settingsUpdate"] }, new ReadOptions { KeepRaw = true }, Client)).Select(one => one.Id.Value), Is.EqualTo(new[] { "0" }));
    }

    // Latin-1 where the text is not escaped, so that it holds bytes that are not UTF-8.
    private static EmulatedReply Raw(int status, string text) => new() { Status = status, Body = Encoding.Latin1.GetBytes(text), ContentType = "application/json" };
}
