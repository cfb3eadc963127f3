using System.Globalization;
using System.Text;
using TaskCancellation.Testing;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>What is believed of a reply: what decides is there as documented, or it is an error; what informs may be anything.</summary>
[TestFixture]
internal sealed class BorderTests : ClientTest
{
    private static readonly string[] Odd = ["null", "true", "-1", "0.5", "1e400", "99999999999999999999", "\"text\"", "\"\\ud800\"", "{}", "{\"a\":[1]}", "[]", "[[null]]"];
    private static readonly string[] NoIds = ["0", "-3", "-9", "6.0", "1e2", "null", "true", "\"\"", "\"0\"", "\"-1\"", "\"01\"", "\" 1\"", "\"1\\u0000\"", "\"\\ud800\"", "{}", "[1]", "9223372036854775808"];

    [TestCaseSource(nameof(NoIds)), TestCase("5002"), TestCase("\"5002\"")]
    [Category("Finding A9")]
    public async Task An_item_that_names_its_job_otherwise_is_no_answer_about_it(string id)
    {
        Service.On(CancelLine, Wire.Cancel($$$"""{"responseStatus":"SUCCESS","data":{"id":{{{id}}}}}""")).On(JobLine(5001), Wire.Job(5001, "QUEUED"));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error!.Reason), Is.EqualTo((CancellationVerdict.Indeterminate, TaskErrorReason.Protocol)));
        Assert.That(outcome.Error.Message, Does.Contain("'data[0].data.id' in the reply is "));
    }

    [TestCase("5001")]
    [TestCase("\"5001\"")]
    public async Task An_item_that_names_its_job_is_its_answer(string id)
    {
        Service.On(CancelLine, Wire.Cancel($$"""{"data":{"id":{{id}}},"responseStatus":"SUCCESS"}"""));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    [TestCase("""{"responseStatus":"SUCCESS","data":"5001"}""")]
    [TestCase("""{"responseStatus":"SUCCESS","data":[5001]}""")]
    [TestCase("""{"responseStatus":5}""")]
    [TestCase("""{"data":{"id":5001}}""")]
    [TestCase("5001")]
    [Category("Finding A9")]
    public async Task An_item_without_what_decides_is_no_answer(string item)
    {
        Service.On(CancelLine, Wire.Cancel(item)).On(JobLine(5001), Wire.Job(5001, "QUEUED"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    private static IEnumerable<TestCaseData> Strange404s()
    {
        yield return new TestCaseData(EmulatedReply.Json(404, """{"message":"no Route matched with those values"}"""), TaskErrorReason.Protocol).SetArgDisplayNames("of a gateway");
        yield return new TestCaseData(EmulatedReply.Html(404), TaskErrorReason.Protocol).SetArgDisplayNames("a page");
        yield return new TestCaseData(EmulatedReply.Json(404, """{"responseStatus":"SUCCESS","data":null}"""), TaskErrorReason.Protocol).SetArgDisplayNames("a success");
        yield return new TestCaseData(Wire.Failure("MALFORMED_URL") with { Status = 404 }, TaskErrorReason.InvalidRequest).SetArgDisplayNames("another type");
        yield return new TestCaseData(Wire.Failure("MALFORMED_URL"), TaskErrorReason.InvalidRequest).SetArgDisplayNames("another type with 200");
    }

    [TestCaseSource(nameof(Strange404s))]
    [Category("Finding A11")]
    public async Task Only_the_documented_type_means_that_there_is_no_such_job(EmulatedReply reply, TaskErrorReason expected)
    {
        Service.On(JobLine(5001), reply).On(CancelLine, reply);
        Assert.That((await FailureOf(CreateClient().FindAsync(5001))).Reason, Is.EqualTo(expected));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected == TaskErrorReason.Protocol ? CancellationVerdict.Indeterminate : CancellationVerdict.Rejected));
    }

    [TestCaseSource(nameof(NoIds))]
    [Category("Finding B1")]
    public async Task A_job_whose_id_is_none_is_a_protocol_error(string id)
    {
        Service.On(Monitors, EmulatedReply.Json(200, $$"""{"responseStatus":"SUCCESS","jobs":[{"job_id":{{id}},"status":"QUEUED"}]}"""))
            .On(JobLine(5001), EmulatedReply.Json(200, $$$"""{"responseStatus":"SUCCESS","data":{"id":{{{id}}},"status":"QUEUED"}}"""));
        var listed = await FailureOf(ListAsync(CreateClient(), new TaskFilter { States = [TaskState.Pending] }));
        var planned = await FailureOf(CreateClient().PlanAsync(new TaskFilter { States = [TaskState.Pending] }));
        var read = await FailureOf(CreateClient().FindAsync(5001));
        Assert.That((listed.Reason, planned.Reason, read.Reason), Is.EqualTo((TaskErrorReason.Protocol, TaskErrorReason.Protocol, TaskErrorReason.Protocol)));
        Assert.That((listed.Message, read.Message), Is.EqualTo(("Veeva Vault: 'jobs[0].job_id' in the reply " + Tail(listed), "Veeva Vault: 'data.id' in the reply " + Tail(read))));

        static string Tail(TaskRequestException error) => error.Message[(error.Message.IndexOf("the reply ", StringComparison.Ordinal) + 10)..];
    }

    [TestCase("\\ud800")]
    [TestCase("a\\udfffb")]
    [TestCase("\u00ff")]
    [Category("Finding B3")]
    public async Task Texts_that_are_no_Unicode_hide_nothing_else(string text)
    {
        var raw = Encoding.Latin1.GetBytes($$$"""{"responseStatus":"SUCCESS","data":[{"responseStatus":"FAILURE","errors":{"type":"OPERATION_NOT_ALLOWED","message":"{{{text}}}"}}]}""");
        Service.On(CancelLine, EmulatedReply.Json(200, "") with { Body = raw });
        var refused = await CancelAsync(CreateClient());
        Assert.That((refused.Verdict, refused.Error!.ErrorCode), Is.EqualTo((CancellationVerdict.Rejected, "OPERATION_NOT_ALLOWED")));

        var whole = Encoding.Latin1.GetBytes($$"""{"responseStatus":"FAILURE","errors":[{"message":"{{text}}","type":"INSUFFICIENT_ACCESS"}],"responseMessage":"{{text}}"}""");
        Service.On(CancelLine, EmulatedReply.Json(200, "") with { Body = whole }).On(JobLine(5001), EmulatedReply.Json(200, "") with { Body = whole });
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That((await FailureOf(CreateClient().FindAsync(5001))).ErrorCode, Is.EqualTo("INSUFFICIENT_ACCESS"));

        var list = Encoding.Latin1.GetBytes($$"""{"responseStatus":"SUCCESS","jobs":[{"job_id":1,"status":"QUEUED","title":"{{text}}","created_date":"{{text}}"}]}""");
        Service.On(Monitors, EmulatedReply.Json(200, "") with { Body = list });
        Assert.That((await ListAsync(CreateClient(), new TaskFilter { States = [TaskState.Pending] })).Single().Name, Is.Null);
    }

    [TestCase("""{"responseStatus":"SUCCESS","jobs":[null]}""", "'jobs[0]' in the reply is not the object that is due.")]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":{}}""", "'jobs' in the reply is not the array that is due.")]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[{"job_id":1}]}""", "'jobs[0]' in the reply has no 'status'.")]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[{"job_id":1,"status":7}]}""", "'jobs[0].status' in the reply is not the text that is due.")]
    [TestCase("""{"responseStatus":"SUCCESS"}""", "The reply has no 'jobs'.")]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[]} and more""", "The reply is not the JSON the service documents.")]
    [TestCase("null", "The reply is not the object that is due.")]
    [Category("Finding B4")]
    public async Task What_decides_is_named_when_it_is_not_there(string body, string expected)
    {
        Service.On(Monitors, EmulatedReply.Json(200, body));
        Assert.That((await FailureOf(ListAsync(CreateClient(), new TaskFilter { States = [TaskState.Pending] }))).Message, Does.StartWith("Veeva Vault: " + expected.TrimEnd('.')));
    }

    [TestCase("<a>", "", TestName = "Elements within each other without end")]
    [TestCase("<a/>", "", TestName = "Elements without end")]
    [TestCase("<a x='", "'/>", TestName = "An attribute without end")]
    [TestCase("<a><!---->x", "</a>", TestName = "Comments without end")]
    [TestCase("<![CDATA[x]]>", "", TestName = "Sections without end")]
    [Category("Finding B7"), MaxTime(5_000)]
    public async Task Xml_blocks_nothing(string part, string end)
    {
        var body = string.Concat("<r>", string.Concat(Enumerable.Repeat(part, 273_000 / part.Length)), end);
        Service.On(CancelLine, EmulatedReply.Text(200, body, "application/xml")).On(JobLine(5001), EmulatedReply.Text(200, body, "application/xml"));
        foreach (var asked in new[] { false, true })
        {
            var client = CreateClient(configure: options => options.UseXmlReplies = asked);
            Assert.That((await CancelAsync(client)).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
            Assert.That((await FailureOf(client.FindAsync(5001))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        }
    }

    [TestCase("""{"responseStatus":"SUCCESS","jobs":[""", "0", false)]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[""", """{"job_id":1,"status":"A"}""", false)]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[],"more":[""", "[]", true)]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[{"job_id":1,"status":"QUEUED","links":[""", """{"rel":"a","href":"b"}""", true)]
    [Category("Finding B8")]
    public async Task Memory_is_a_small_multiple_of_the_body(string begin, string item, bool isList)
    {
        const int Size = 4_000_000;
        var text = new StringBuilder(begin, Size + 100).Append(item);
        while (text.Length < Size)
        {
            text.Append(',').Append(item);
        }

        var body = Encoding.UTF8.GetBytes(text.Append(isList && begin.Contains("links", StringComparison.Ordinal) ? "]}]}" : "]}").ToString());
        Service.On(Monitors, EmulatedReply.Json(200, "") with { Body = body });
        var client = CreateClient();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var listing = ListAsync(client, new TaskFilter { States = [TaskState.Pending] }, new ReadOptions { KeepRaw = true });
        if (isList)
        {
            await listing;
        }
        else
        {
            Assert.That((await FailureOf(listing)).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        }

        Assert.That((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)body.Length, Is.LessThan(4));
    }

    [Test]
    [Category("Finding B11")]
    public async Task A_member_that_informs_may_be_anything([ValueSource(nameof(Odd))] string value)
    {
        string[] names = ["title", "created_by", "created_date", "modified_by", "modified_date", "run_start_date", "run_end_date", "links", "something_new"];
        var members = string.Concat(names.Select(name => string.Create(CultureInfo.InvariantCulture, $",\"{name}\":{value}")));
        Service.On(Monitors, EmulatedReply.Json(200, $$"""{"responseDetails":{"total":{{value}} },"url":{{value}},"responseMessage":{{value}},"responseStatus":"SUCCESS","jobs":[{"job_id":1,"status":"SUCCESS"{{members}}},{"job_id":2,"status":"QUEUED"}]}"""))
            .On(JobLine(1), EmulatedReply.Json(200, $$$"""{"responseStatus":"SUCCESS","data":{"id":1,"status":"SUCCESS"{{{members}}}}}"""));
        var client = CreateClient(configure: options => options.VaultTimeZone = "UTC");
        Assert.That((await ListAsync(client, new TaskFilter { States = [TaskState.Pending] })).Select(job => job.Id.Value), Is.EqualTo(new[] { "2" }));
        var job = await RunAsync(client.FindAsync(1));
        Assert.That((job!.State, job.EnqueuedAt, job.StartedAt, job.FinishedAt), Is.EqualTo((TaskState.Succeeded, default(DateTimeOffset?), default(DateTimeOffset?), default(DateTimeOffset?))));
        Assert.That(((VeevaVaultTaskDetails)job.Details!).Links, Is.Empty);
    }

    [Test]
    [Category("Finding B9")]
    public async Task Errors_in_any_number_and_size_make_a_short_message()
    {
        var one = $$"""{"type":"{{new string('T', 3_000)}}\r\nWARN: fake","message":"{{new string('m', 100_000)}}\u001b[31m"}""";
        Service.On(CancelLine, Wire.Cancel($$"""{"responseStatus":"FAILURE","errors":[{{string.Join(',', Enumerable.Repeat(one, 20))}}]}"""));
        var error = (await CancelAsync(CreateClient())).Error!;
        Assert.That(error.Message, Has.Length.LessThan(1_200).And.Not.Contains("\u001b"));
        Assert.That(error.ErrorCode, Has.Length.LessThanOrEqualTo(512).And.Not.Contains("\n"));
    }
}
