using System.Text;
using TaskCancellation.Testing;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>What is believed of a reply: what decides is there as documented, or it is an error; what informs may be anything.</summary>
[TestFixture]
internal sealed class BorderTests : ClientTest
{
    private static readonly string[] Odd = ["null", "true", "-1", "0.5", "1617220000.5", "1e400", "99999999999999999999", "\"text\"", "\"\\ud800\"", "{}", "{\"a\":[1]}", "[]", "[[null]]"];

    [TestCase("""{"ok":false,"message":"Unknown resource."}""", Category = "Finding A12")]
    [TestCase("""{"message":"Not found","statusCode":404}""")]
    [TestCase("""{"message":"Not found","error":"Not Found"}""")]
    [TestCase("""{"code":"not_found","message":"Not found"}""")]
    [TestCase("""{"errors":[{"message":"no"}]}""")]
    [TestCase("""["message"]""")]
    [TestCase("Not found")]
    [Category("Finding A11")]
    public async Task Only_the_services_own_envelope_means_that_there_is_no_such_job(string body)
    {
        Service.On(ReadLine, EmulatedReply.Text(404, body, "application/json")).On(CancelLine, EmulatedReply.Text(404, body, "application/json"));
        var client = CreateClient();
        Assert.That((await FailureOf(client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await CancelAsync(client)).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    [TestCase("""{"code":404,"message":"No."}""")]
    [TestCase("""{"message":"No."}""")]
    [TestCase("""{"message":"No.","code":null}""")]
    public async Task The_services_own_envelope_does(string body)
    {
        Service.On(ReadLine, EmulatedReply.Json(404, body)).On(CancelLine, EmulatedReply.Json(404, body));
        var client = CreateClient();
        Assert.That(await RunAsync(client.FindAsync(Wire.Id)), Is.Null);
        Assert.That((await CancelAsync(client)).Verdict, Is.EqualTo(CancellationVerdict.NotFound));
    }

    [TestCase("\"bogus\"")]
    [TestCase("\"\"")]
    [TestCase("\"../../x\"")]
    [TestCase("\"3f0c6a527d554f0e9a0d5f0b9d1f6a10\"")]
    [TestCase("\"{3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10}\"")]
    [TestCase("\"3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a1\\ud800\"")]
    [TestCase("5")]
    [TestCase("null")]
    [TestCase("[]")]
    [Category("Finding B1")]
    public async Task A_job_whose_id_is_none_is_a_protocol_error(string id)
    {
        var job = $$"""{"process_id":{{id}},"status":"Pending"}""";
        Service.On(ListLine, Wire.Page(null, Wire.Job(), job)).On(ReadLine, EmulatedReply.Json(200, job));
        var client = CreateClient();
        var listed = await FailureOf(client.ListAsync(TaskFilter.All).ToListAsync().AsTask());
        var planned = await FailureOf(client.PlanAsync(new TaskFilter { States = [TaskState.Pending] }));
        var read = await FailureOf(client.FindAsync(Wire.Id));
        Assert.That((listed.Reason, planned.Reason, read.Reason), Is.EqualTo((TaskErrorReason.Protocol, TaskErrorReason.Protocol, TaskErrorReason.Protocol)));
        Assert.That(listed.Message, Does.StartWith("Topaz Image API: 'data[1].process_id' in the reply is "));
    }

    [TestCase("\\ud800")]
    [TestCase("\u00ff")]
    [Category("Finding B3")]
    public async Task Texts_that_are_no_Unicode_hide_nothing_else(string text)
    {
        Service.On(ReadLine, Bytes(200, $$"""{"process_id":"{{Wire.Id}}","status":"Pending","filename":"{{text}}","category":"{{text}}","model":"{{text}}","{{text}}":1}"""));
        Assert.That((await RunAsync(CreateClient().FindAsync(Wire.Id)))!.Name, Is.Null);

        Service.On(ReadLine, Bytes(200, $$"""{"process_id":"{{Wire.Id}}","status":"{{text}}"}"""));
        Assert.That((await FailureOf(CreateClient().FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Protocol));

        Service.On(CancelLine, Bytes(403, $$"""{"code":403,"message":"{{text}}"}"""));
        var refused = await CancelAsync(CreateClient());
        Assert.That((refused.Error!.StatusCode, refused.Error.ErrorCode), Is.EqualTo(((int?)403, (string?)null)));
    }

    [TestCase("""{"data":[null],"pagination":{"has_next_page":false}}""", "'data[0]' in the reply is not the object that is due.")]
    [TestCase("[null]", "'[0]' in the reply is not the object that is due.")]
    [TestCase("""{"data":[{"process_id":"3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10"}],"pagination":{"has_next_page":false}}""", "'data[0]' in the reply has no 'status'.")]
    [TestCase("""{"data":[],"pagination":{"has_next_page":"no"}}""", "'pagination.has_next_page' in the reply is not the true or false that is due.")]
    [TestCase("""{"data":[],"pagination":{"has_next_page":true,"next_cursor":5}}""", "'pagination.next_cursor' in the reply is not the text that is due.")]
    [TestCase("""{"data":[],"pagination":{"has_next_page":true}}""", "'pagination' in the reply says that the list goes on, and not where.")]
    [TestCase("""{"data":[],"pagination":null}""", "'pagination' in the reply is not the object that is due.")]
    [Category("Finding B4")]
    public async Task What_decides_is_named_when_it_is_not_there(string body, string expected)
    {
        Service.On(ListLine, EmulatedReply.Json(200, body));
        Assert.That((await FailureOf(CreateClient().ListAsync(TaskFilter.All).ToListAsync().AsTask())).Message, Does.StartWith("Topaz Image API: " + expected.TrimEnd('.')));
    }

    [TestCase("[", "0", false)]
    [TestCase("""{"pagination":{"has_next_page":false},"data":[],"more":[""", "{}", true)]
    [TestCase("""{"pagination":{"has_next_page":false},"data":[{"process_id":"3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10","status":"Pending","model":[""", "0", true)]
    [Category("Finding B8")]
    public async Task Memory_is_a_small_multiple_of_the_body(string begin, string item, bool isList)
    {
        const int Size = 4_000_000;
        var text = new StringBuilder(begin, Size + 100).Append(item);
        while (text.Length < Size)
        {
            text.Append(',').Append(item);
        }

        text.Append(begin.Contains("model", StringComparison.Ordinal) ? "]}]}" : isList ? "]}" : "]");
        var body = Encoding.UTF8.GetBytes(text.ToString());
        Service.On(ListLine, EmulatedReply.Json(200, "") with { Body = body });
        var client = CreateClient();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var listing = client.ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = true }).ToListAsync().AsTask();
        if (isList)
        {
            await RunAsync(listing);
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
        string[] names =
        [
            "source_id", "filename", "input_format", "input_height", "input_width", "output_format", "output_height", "output_width", "category", "model_type", "model", "subject_detection", "face_enhancement",
            "face_enhancement_creativity", "face_enhancement_strength", "crop_to_fill", "options_json", "sync", "progress", "eta", "creation_time", "modification_time", "credits", "something_new",
        ];
        var job = $$"""{"process_id":"{{Wire.Id}}","status":"Processing"{{string.Concat(names.Select(name => $",\"{name}\":{value}"))}}}""";
        Service.On(ReadLine, EmulatedReply.Json(200, job)).On(ListLine, Wire.Page(null, job, Wire.Job(Wire.OtherId)));
        var client = CreateClient();
        Assert.That((await RunAsync(client.FindAsync(Wire.Id)))!.State, Is.EqualTo(TaskState.Running));
        Assert.That(await RunAsync(client.ListAsync(TaskFilter.All).CountAsync().AsTask()), Is.EqualTo(2));
    }

    [Test]
    [Category("Finding B11")]
    public async Task A_fraction_of_a_second_or_of_a_credit_is_left_out()
    {
        Service.On(ReadLine, EmulatedReply.Json(200, $$"""{"process_id":"{{Wire.Id}}","status":"Processing","eta":1617220000.5,"credits":0.5,"input_width":3000000000,"model":"GAN"}"""));
        var details = (TopazImageTaskDetails)(await RunAsync(CreateClient().FindAsync(Wire.Id)))!.Details!;
        Assert.That(details, Is.EqualTo(new TopazImageTaskDetails { Model = "GAN" }));
    }

    private static EmulatedReply Bytes(int status, string latin1) => EmulatedReply.Json(status, "") with { Body = Encoding.Latin1.GetBytes(latin1) };
}
