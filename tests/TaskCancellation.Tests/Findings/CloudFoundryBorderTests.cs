using System.Text;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Http;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.Findings;

/// <summary>Replies that are odd, hostile or not the API's, on the emulator: what decides is believed only in its own form, what informs is null in any other.</summary>
internal sealed class CloudFoundryBorderTests : FindingTest
{
    private static readonly WaitOptions ShortWait = new() { Timeout = TimeSpan.FromSeconds(20) };

    private CloudFoundryEmulator server = null!;
    private CloudFoundryTaskClient client = null!;
    private string id = null!;

    [SetUp]
    public void SetUpServer()
    {
        server = new CloudFoundryEmulator(Clock);
        client = ClientOf(server);
        id = server.Add();
    }

    [TearDown]
    public void TearDownServer()
    {
        client.Dispose();
        server.Dispose();
    }

    [TestCase("""{"failure_reason":null}""")]
    [TestCase("""{"failure_reason":""}""")]
    [TestCase("""{"failure_reason":["task was cancelled"]}""")]
    [TestCase("""{"failure_reason":"\ud800"}""")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("7")]
    [Category("Finding A8")]
    public async Task A_failure_without_a_reason_after_a_cancel_is_an_end_that_nobody_knows(string result)
    {
        var operation = await RunAsync(client.CancelAsync((TaskTarget)id));
        server.Faults.When(request => request.Method == "GET").Edit(reply => Edited(reply, text => text
            .Replace("\"CANCELING\"", "\"FAILED\"", StringComparison.Ordinal)
            .Replace("""{"failure_reason":null}""", result, StringComparison.Ordinal)));

        var outcome = (await RunAsync(operation.WaitForCompletionAsync(ShortWait))).Outcomes[0];

        Assert.That((outcome.Verdict, outcome.Snapshot?.RawState), Is.EqualTo((CancellationVerdict.Ended, "FAILED")));
    }

    public static IEnumerable<string> OtherNotFound =>
    [
        """{"errors":[{"message":"no Route matched"}]}""",
        """{"errors":[{}]}""",
        """{"errors":[{"code":"10010","title":"CF-ResourceNotFound","detail":"Task not found"}]}""",
        """{"errors":[{"code":10010.5,"title":"CF-ResourceNotFound","detail":"Task not found"}]}""",
        """{"errors":[{"code":404,"title":"Not Found","detail":"no such service"}]}""",
        """{"errors":{"code":10010}}""",
        """{"errors":null}""",
        """{"description":"nope"}""",
        """{"description":"nope","error_code":"CF-Nope","code":3}""",
        """{"code":404,"message":"not found"}""",
        """[{"code":10010}]""",
        "<html>404</html>",
        "\"10010\"",
        "",
    ];

    [TestCaseSource(nameof(OtherNotFound))]
    [Category("Finding A11")]
    public async Task A_404_that_is_not_the_services_word_about_the_task_says_nothing_about_it(string body)
    {
        server.Faults.Always().Respond(EmulatedReply.Json(404, body));

        Assert.That((await RunAsync(client.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
        Assert.That(async () => await RunAsync(client.FindAsync(id)), Throws.TypeOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Protocol));
    }

    public static IEnumerable<TestCaseData> OfTheRouter =>
    [
        new(404, "unknown_route", true),
        new(404, "Unknown_Route", true),
        new(503, "no_endpoints", true),
        new(503, "Connection Limit Reached", true),
        new(502, "route_service_unsupported", true),
        new(400, "empty_host", true),
        new(526, "endpoint_failure (tls: failed to verify certificate)", true),
        new(502, "endpoint_failure", false),
        new(502, "endpoint_failure (EOF)", false),
        new(404, "something_new", false),
    ];

    [TestCaseSource(nameof(OfTheRouter))]
    [Category("Finding A13")]
    public async Task What_the_router_passed_on_to_nobody_was_never_sent(int status, string word, bool isNeverSent)
    {
        var reply = EmulatedReply.Text(status, "404 Not Found: Requested route ('api.cf.test') does not exist.", "text/plain; charset=utf-8").WithHeader("X-Cf-RouterError", word);
        server.Faults.When(IsCancel).Respond(reply);
        var outcome = (await RunAsync(client.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0];
        Assert.That(outcome.Verdict, Is.EqualTo(isNeverSent ? CancellationVerdict.NotAttempted : CancellationVerdict.Indeterminate));
        Assert.That((outcome.Error?.Delivery, outcome.Error?.StatusCode), Is.EqualTo((isNeverSent ? RequestDelivery.NotSent : RequestDelivery.Answered, status)));

        server.Faults.Clear();
        server.Faults.When(IsCancel).Times(1).Respond(reply);
        outcome = await RunAsync(client.CancelAndWaitAsync(id, ShortWait));
        Assert.That(outcome.Verdict, Is.EqualTo(isNeverSent || status >= 500 ? CancellationVerdict.Canceled : CancellationVerdict.Indeterminate), "repeated where that is right");
    }

    [TestCase("\"\"")]
    [TestCase("\"../../x\"")]
    [TestCase("\"a b\"")]
    [TestCase("\"a/b\"")]
    [TestCase("\"%2e%2e\"")]
    [TestCase("\"\\ud800\"")]
    [TestCase("null")]
    [TestCase("7")]
    [TestCase("[\"x\"]")]
    [Category("Finding B2")]
    public async Task A_guid_that_is_none_is_never_sent(string guid)
    {
        server.Faults.When(request => request.Path == "/v3/tasks").Edit(reply => Edited(reply, text => text.Replace($"\"guid\":\"{id}\"", $"\"guid\":{guid}", StringComparison.Ordinal)));

        Assert.That(async () => await RunAsync(client.CancelAsync(new TaskFilter { Scopes = [server.DefaultAppId] })), IsProtocolError("guid"));
        Assert.That(server.Requests.Select(line => line.Request.Method), Is.All.EqualTo("GET"));
    }

    [TestCase("""{"resources":[null]}""", "resources[0]")]
    [TestCase("""{"resources":[0,0,0]}""", "resources[0]")]
    [TestCase("""{"resources":[[]]}""", "resources[0]")]
    [TestCase("""{"resources":null}""", "resources")]
    [TestCase("""{"resources":{}}""", "resources")]
    [TestCase("""{"pagination":{"next":null}}""", "resources")]
    [TestCase("""{"pagination":{"next":null},"resources":[{"guid":"x"}]}""", "state")]
    [TestCase("""{"pagination":{"next":null},"resources":[{"guid":"x","state":null}]}""", "state")]
    [TestCase("""{"pagination":{"next":null},"resources":[{"guid":"x","state":7}]}""", "state")]
    [TestCase("""{"pagination":{"next":7},"resources":[]}""", "pagination.next")]
    [TestCase("""{"pagination":{},"resources":[]}""", "next")]
    [TestCase("""{"pagination":null,"resources":[]}""", "pagination")]
    [TestCase("""{"resources":[]}""", "pagination")]
    [TestCase("null", "")]
    [TestCase("", "")]
    [Category("Finding B4")]
    public async Task A_page_whose_rows_or_link_are_not_what_is_due_is_a_protocol_error_that_names_them(string body, string member)
    {
        server.Faults.When(request => request.Path == "/v3/tasks").Respond(EmulatedReply.Json(200, body));

        foreach (var keepRaw in new[] { false, true })
        {
            Assert.That(async () => await RunAsync(client.ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = keepRaw }).ToListAsync().AsTask()), IsProtocolError(member));
        }
    }

    public static IEnumerable<TestCaseData> OddMembers() =>
        from member in new[] { "created_at", "updated_at", "sequence_id", "name", "command", "user", "memory_in_mb", "disk_in_mb", "log_rate_limit_in_bytes_per_second", "result", "droplet_guid", "relationships", "metadata", "links" }
        from value in new[] { "null", "true", "0.5", "-1", "1e400", "99999999999999999999", "\"odd\"", "\"\\ud800\"", "[[]]", "{\"x\":[{}]}" }
        select new TestCaseData(member, value);

    [TestCaseSource(nameof(OddMembers))]
    [Category("Finding B11")]
    [Category("Finding B3")]
    [Category("Finding K13")]
    public async Task A_member_that_informs_takes_nothing_from_the_task_or_its_list_whatever_it_is(string member, string value)
    {
        var other = server.Add();
        server.Faults.When(request => request.Path == "/v3/tasks").Edit(reply => Edited(reply, text => text
            .Replace($"\"{member}\":", "\"was\":", StringComparison.Ordinal)
            .Replace("\"guid\":", $"\"{member}\":{value},\"guid\":", StringComparison.Ordinal)));

        var listed = await RunAsync(client.ListAsync(TaskFilter.All).ToListAsync().AsTask());

        Assert.That(listed.Select(task => task.Id.Value), Is.EquivalentTo(new[] { id, other }));
        Assert.That(listed.Select(task => task.State), Is.All.EqualTo(TaskState.Running));
    }

    [Test]
    [Category("Finding B3")]
    public async Task Bytes_that_are_no_text_in_an_error_leave_its_status_and_in_a_task_leave_the_rest()
    {
        server.Faults.When(IsCancel).Respond(EmulatedReply.Json(403, """{"errors":[{"code":10003,"title":"\ud800","detail":"a\udfffb"}]}"""));
        var refused = (await RunAsync(client.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0];
        Assert.That((refused.Verdict, refused.Error?.StatusCode), Is.EqualTo((CancellationVerdict.Denied, 403)));

        server.Faults.Clear();
        server.Faults.When(request => request.Method == "GET").Edit(reply => reply with
        {
            Body = Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(reply.Body.Span).Replace("\"labels\":{}", "\"labels\":{\"team\":\"\u00ff\",\"a\\ud800\":\"x\",\"fine\":\"yes\"}", StringComparison.Ordinal)),
        });
        var task = (await RunAsync(client.FindAsync(id)))!;
        Assert.That(((CloudFoundryTaskDetails)task.Details!).Labels, Does.Contain(new KeyValuePair<string, string>("fine", "yes")).And.Not.ContainKey("team"));
    }

    public static IEnumerable<TestCaseData> LargeBodies()
    {
        const int Size = 1_000_000;
        var zeros = string.Join(',', Enumerable.Repeat("0", Size / 2));
        var pairs = string.Join(',', Enumerable.Range(0, Size / 16).Select(at => $"\"{at:00000000}\":\"x\""));
        var text = new string('x', Size);
        var task = $"\"guid\":\"{System.Guid.Empty}\",\"state\":\"RUNNING\"";
        yield return Case("an unknown member", $"{{{task},\"odd\":[{zeros}]}}");
        yield return Case("labels", $"{{{task},\"metadata\":{{\"labels\":{{{pairs}}}}}}}");
        yield return Case("labels and annotations", $"{{{task},\"metadata\":{{\"labels\":{{{pairs}}},\"annotations\":{{{pairs}}}}}}}");
        yield return Case("metadata", $"{{{task},\"metadata\":[{zeros}]}}");
        yield return Case("a name", $"{{{task},\"name\":\"{text}\"}}");
        yield return Case("a reason", $"{{{task},\"result\":{{\"failure_reason\":\"{text}\"}}}}");
        yield return Case("links", $"{{{task},\"links\":{{{pairs}}}}}");

        static TestCaseData Case(string name, string json) => new TestCaseData(json).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(LargeBodies))]
    [Category("Finding B8")]
    public void A_large_body_takes_a_small_multiple_of_itself(string task)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"pagination":{"next":null},"resources":[{{task}}]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var problem = WireReader.Read(body, static (ref WireReader reader) => CloudFoundryPage.Read(ref reader, keepRaw: true), out var page);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4L * body.Length));
        Assert.That((problem, page!.Tasks.Count), Is.EqualTo(((WireProblem?)null, 1)));
    }

    [TestCase("""{"guid":"x","state":"R"}""", "more than a page")]
    [TestCase("0", "not the object")]
    [Category("Finding B8")]
    public void A_page_of_a_great_many_rows_is_refused_before_they_fill_the_memory(string row, string problem)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"pagination":{"next":null},"resources":[{{string.Join(',', Enumerable.Repeat(row, 300_000))}}]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(WireReader.Read(body, static (ref WireReader reader) => CloudFoundryPage.Read(ref reader, keepRaw: false), out _)?.Description, Does.Contain(problem));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4L * body.Length));
    }

    [TestCase("1.5")]
    [TestCase("[1]")]
    [TestCase("\"a\\nb\"")]
    [TestCase("\"a\\u001b[31m\"")]
    [Category("Finding B9")]
    public async Task A_state_that_is_no_word_is_a_protocol_error(string state)
    {
        server.Faults.When(request => request.Method == "GET").Edit(reply => Edited(reply, text => text.Replace("\"state\":\"RUNNING\"", $"\"state\":{state}", StringComparison.Ordinal)));
        Assert.That(async () => await RunAsync(client.FindAsync(id)), IsProtocolError("state"));
        Assert.That((await RunAsync(client.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    [Test]
    [Category("Finding B9")]
    public async Task Long_and_forged_texts_are_cut_and_cleaned()
    {
        server.Faults.When(IsCancel).Respond(EmulatedReply.Json(403, $$$"""{"errors":[{"code":10003,"title":"a\r\nWARN: fake","detail":"{{{new string('x', 100_000)}}}"},{{{string.Join(',', Enumerable.Repeat("{\"code\":1}", 1000))}}}]}"""));
        var refused = (await RunAsync(client.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0];
        Assert.That(refused.Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(refused.Error!.Message, Has.Length.LessThan(1500).And.Not.Contains("\n"));
    }

    private static bool IsCancel(EmulatedRequest request) => request.Path.EndsWith("/actions/cancel", StringComparison.Ordinal);

    private static EmulatedReply Edited(EmulatedReply reply, Func<string, string> edit) => reply with { Body = Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(reply.Body.Span))) };

    private static NUnit.Framework.Constraints.ContainsConstraint IsProtocolError(string member) =>
        Throws.InstanceOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Protocol).And.Message.Contains(member);
}
