using System.Globalization;
using TaskCancellation.Http;
using TaskCancellation.Tests.Http;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>Each reader of a reply by itself: every member to its place, and what is missing by its name.</summary>
internal sealed class WireTests
{
    private const string Id = $"\"process_id\":\"{Wire.Id}\"";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    private static IEnumerable<TestCaseData> Members()
    {
        yield return Case("eta", "5", new() { ExpectedAt = At(5) });
        yield return Case("modification_time", "6", new() { ModifiedAt = At(6) });
        yield return Case("model_type", "\"GAN\"", new() { ModelType = "GAN" });
        yield return Case("model", "\"Wonder\"", new() { Model = "Wonder" });
        yield return Case("input_format", "\"png\"", new() { InputFormat = "png" });
        yield return Case("input_width", "1", new() { InputWidth = 1 });
        yield return Case("input_height", "2", new() { InputHeight = 2 });
        yield return Case("output_format", "\"jpeg\"", new() { OutputFormat = "jpeg" });
        yield return Case("output_width", "3", new() { OutputWidth = 3 });
        yield return Case("output_height", "4", new() { OutputHeight = 4 });
        yield return Case("crop_to_fill", "true", new() { CropToFill = true });
        yield return Case("subject_detection", "\"All\"", new() { SubjectDetection = "All" });
        yield return Case("face_enhancement", "false", new() { FaceEnhancement = false });
        yield return Case("face_enhancement_creativity", "0.5", new() { FaceEnhancementCreativity = 0.5 });
        yield return Case("face_enhancement_strength", "0.25", new() { FaceEnhancementStrength = 0.25 });
        yield return Case("options_json", "\"{}\"", new() { OptionsJson = "{}" });
        yield return Case("credits", "9", new() { Credits = 9 });
        yield return Case("input_width", "0", new() { InputWidth = 0 });
        yield return Case("input_width", "2147483647", new() { InputWidth = int.MaxValue });
        yield return Case("input_width", "2147483648", new());
        yield return Case("input_width", "-1", new());
        yield return Case("eta", "-62135596800", new() { ExpectedAt = DateTimeOffset.MinValue });
        yield return Case("eta", "-62135596801", new());
        yield return Case("eta", "253402300799", new() { ExpectedAt = DateTimeOffset.FromUnixTimeSeconds(253_402_300_799) });
        yield return Case("eta", "253402300800", new());

        static TestCaseData Case(string member, string value, TopazImageTaskDetails expected) => new TestCaseData(member, value, expected).SetArgDisplayNames(member, value);
    }

    [TestCaseSource(nameof(Members))]
    public void Every_member_of_the_details_has_its_place(string member, string value, TopazImageTaskDetails expected) =>
        Assert.That(Read($$"""{{{Id}},"status":"Pending","{{member}}":{{value}}}""").Details, Is.EqualTo(expected));

    [Test]
    public void Jobs_without_details_share_none() =>
        Assert.That(Read($$"""{{{Id}},"status":"Pending"}""").Details, Is.SameAs(Read($$"""{{{Id}},"status":"Failed","invented":1}""").Details));

    [Test]
    public void Every_member_of_a_job_has_its_place([Values] bool keepRaw)
    {
        const string Json = $$"""{{{Id}},"status":"Processing","category":"Enhance","source_id":"s","filename":"f.png","progress":25,"creation_time":7}""";
        var job = Reading.Of(Json, (ref WireReader reader) => TopazImageTaskObject.Read(ref reader, Now, keepRaw));
        Assert.That(job, Is.EqualTo(new TaskSnapshot
        {
            Id = Wire.Id, State = TaskState.Running, RawState = "Processing", Kind = "Enhance", Scope = "s", Name = "f.png", Progress = 0.25, EnqueuedAt = At(7), Details = new TopazImageTaskDetails(), Raw = job.Raw,
        }));
        Assert.That(System.Text.Encoding.UTF8.GetString(job.Raw.Span), Is.EqualTo(keepRaw ? Json : ""));
    }

    [TestCase("Pending", 1, 1)]
    [TestCase("Processing", 59, 59)]
    [TestCase("Processing", 61, 60)]
    [TestCase("Processing", 0, null)]
    [TestCase("Archived", 30, 30)]
    [TestCase("Completed", 30, null)]
    [TestCase("Failed", 30, null)]
    [TestCase("Cancelled", 30, null)]
    public void The_next_look_is_due_at_the_expected_end_of_what_has_none_yet(string status, int left, int? expected) =>
        Assert.That(Read(string.Create(CultureInfo.InvariantCulture, $$"""{{{Id}},"status":"{{status}}","eta":{{Now.ToUnixTimeSeconds() + left}}}""")).PollAfter?.TotalSeconds, Is.EqualTo(expected));

    [TestCase($$"""{{{Id}}}""", "The reply has no 'status'.")]
    [TestCase("""{"status":"Pending"}""", "The reply has no 'process_id'.")]
    [TestCase("""{"process_id":"x"}""", "'process_id' in the reply is not the id of a job.")]
    [TestCase($$"""{{{Id}},"status":" "}""", "'status' in the reply is not the word that is due.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    public void What_decides_about_a_job_is_named_when_it_is_missing(string json, string problem) =>
        Assert.That(Reading.ProblemOf(json, (ref WireReader reader) => TopazImageTaskObject.Read(ref reader, Now, keepRaw: false)), Is.EqualTo(problem));

    [TestCase("""{"data":[],"pagination":{"has_next_page":true,"next_cursor":"c"}}""", "c", null)]
    [TestCase("""{"data":[],"pagination":{"has_next_page":false,"next_cursor":"c"}}""", null, null)]
    [TestCase("""{"data":[],"pagination":{"has_next_page":false,"next_cursor":null}}""", null, null)]
    [TestCase("[]", null, null)]
    [TestCase("""{"data":[],"pagination":{}}""", null, "'pagination' in the reply has no 'has_next_page'.")]
    [TestCase("""{"data":[],"pagination":{"has_next_page":true,"next_cursor":null}}""", null, "'pagination' in the reply says that the list goes on, and not where.")]
    [TestCase("""{"data":[],"pagination":{"has_next_page":true,"next_cursor":""}}""", null, "'pagination' in the reply says that the list goes on, and not where.")]
    [TestCase("""{"data":[]}""", null, "The reply has no 'pagination'.")]
    [TestCase("""{"pagination":{"has_next_page":false}}""", null, "The reply has no 'data'.")]
    [TestCase("""{"data":{},"pagination":{"has_next_page":false}}""", null, "'data' in the reply is not the array that is due.")]
    public void A_page_says_where_it_goes_on(string json, string? next, string? problem)
    {
        Assert.That(Reading.ProblemOf(json, Page), Is.EqualTo(problem));
        Assert.That(problem is null ? Reading.Of(json, Page).Next : null, Is.EqualTo(next));
    }

    [TestCase(4_096, null)]
    [TestCase(4_097, "'pagination.next_cursor' in the reply is too long for an address.")]
    public void A_cursor_fits_in_an_address(int length, string? problem) =>
        Assert.That(Reading.ProblemOf($$"""{"data":[],"pagination":{"has_next_page":true,"next_cursor":"{{new string('c', length)}}"} }""", Page), Is.EqualTo(problem));

    [Test]
    public void A_list_in_either_shape_holds_its_jobs_in_order([Values] bool isArray, [Values] bool keepRaw)
    {
        var jobs = $"[{Wire.Job(Wire.Id)},{Wire.Job(Wire.OtherId)}]";
        var page = Reading.Of(isArray ? jobs : $$"""{"data":{{jobs}},"pagination":{"has_next_page":false} }""", (ref WireReader reader) => TopazImagePage.Read(ref reader, Now, keepRaw));
        Assert.That(page.Tasks.Select(job => (job.Id.Value, !job.Raw.IsEmpty)), Is.EqualTo(new[] { (Wire.Id, keepRaw), (Wire.OtherId, keepRaw) }));
    }

    [TestCase("""{"message":"m","code":404}""", "404", "m")]
    [TestCase("""{"message":"m","code":null}""", null, "m")]
    [TestCase("""{"code":-1,"message":"m"}""", "-1", "m")]
    [TestCase("""{"message":"m"}""", null, "m")]
    [TestCase("""{"code":404}""", null, null)]
    [TestCase("""{"message":"m","more":1}""", null, null)]
    [TestCase("{}", null, null)]
    public void An_error_is_a_message_and_a_status_and_nothing_else(string json, string? code, string? message) =>
        Assert.That(Reading.Of(json, TopazImageErrorBody.Read), Is.EqualTo(message is null ? null : new ServiceError(code, message)));

    [TestCase("""{"message":7}""", "'message' in the reply is not the text that is due.")]
    [TestCase("""{"message":"m","code":"x"}""", "'code' in the reply is not the whole number that is due.")]
    public void An_error_of_another_form_is_none(string json, string problem)
    {
        Assert.That(Reading.ProblemOf(json, TopazImageErrorBody.Read), Is.EqualTo(problem));
        Assert.That(new TopazImageDialect(null).ReadError(System.Text.Encoding.UTF8.GetBytes(json)), Is.Null);
    }

    private static TopazImagePage Page(ref WireReader reader) => TopazImagePage.Read(ref reader, Now, keepRaw: false);

    private static TaskSnapshot Read(string json) => Reading.Of(json, (ref WireReader reader) => TopazImageTaskObject.Read(ref reader, Now, keepRaw: false));

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
