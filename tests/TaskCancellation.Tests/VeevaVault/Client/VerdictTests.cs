using System.Text;
using TaskCancellation.Http;
using TaskCancellation.Tests.Http;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>What a reply says of success and failure: of the whole, of each job of a cancel, and in XML.</summary>
internal sealed class VerdictTests
{
    private const string Ambiguity = "Vault also answers so for what does not exist.";
    private static readonly CancelRequest Asked = new() { Targets = [5, 6] };

    [TestCase("EXCEPTION", "INVALID_SESSION_ID", TaskErrorReason.ServerError)]
    [TestCase("EXCEPTION", null, TaskErrorReason.ServerError)]
    [TestCase("FAILURE", "INVALID_SESSION_ID", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "EXPIRED_TOKEN", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "INVALID_TOKEN", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "AUTHENTICATION_FAILED", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "USERNAME_OR_PASSWORD_INCORRECT", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "NO_PASSWORD_PROVIDED", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "INACTIVE_USER", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "USER_LOCKED_OUT", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "PASSWORD_CHANGE_REQUIRED", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "USER_NOT_FOUND", TaskErrorReason.Authentication)]
    [TestCase("FAILURE", "INSUFFICIENT_ACCESS", TaskErrorReason.Authorization)]
    [TestCase("FAILURE", "CONFIGURATION_MODE_ENABLED", TaskErrorReason.Authorization)]
    [TestCase("FAILURE", "API_LIMIT_EXCEEDED", TaskErrorReason.Throttled)]
    [TestCase("FAILURE", "UNEXPECTED_ERROR", TaskErrorReason.ServerError)]
    [TestCase("FAILURE", "RACE_CONDITION", TaskErrorReason.ServerError)]
    [TestCase("FAILURE", "OPERATION_IN_PROGRESS", TaskErrorReason.ServerError)]
    [TestCase("FAILURE", "INVALID_DATA", TaskErrorReason.InvalidRequest)]
    [TestCase("FAILURE", "", TaskErrorReason.InvalidRequest)]
    [TestCase("FAILURE", null, TaskErrorReason.InvalidRequest)]
    [TestCase(null, "API_LIMIT_EXCEEDED", TaskErrorReason.Throttled)]
    public void A_type_of_error_means(string? status, string? type, TaskErrorReason expected) => Assert.That(VeevaVaultErrors.KindOf(status, type), Is.EqualTo(expected));

    [TestCase("""{"responseStatus":"FAILURE","errors":[{"type":"A","message":"a"},{"type":"B","message":"b"}]}""", "A", "a; b")]
    [TestCase("""{"responseStatus":"FAILURE","errors":{"type":"A","message":"a"}}""", "A", "a")]
    [TestCase("""{"responseStatus":"FAILURE","errors":[{"type":"A"},{"message":"b"},{},7]}""", "A", "A; b")]
    [TestCase("""{"responseStatus":"FAILURE","errors":[{"message":"a"},{"type":"B"}],"errorType":"C"}""", "C", "a; B")]
    [TestCase("""{"errorType":"C","responseMessage":"m","responseStatus":"FAILURE"}""", "C", "m")]
    [TestCase("""{"responseStatus":"FAILURE","responseMessage":"m","errors":[{"type":"A"}]}""", "A", "A")]
    [TestCase("""{"responseStatus":"FAILURE","errors":"none"}""", null, "no reason given")]
    [TestCase("""{"responseStatus":"EXCEPTION"}""", "EXCEPTION", "no reason given")]
    [TestCase("""{"responseStatus":"FAILURE","errors":[{"type":"A"},{"type":"INSUFFICIENT_ACCESS","message":"b"}]}""", "A", "A; b " + Ambiguity)]
    [TestCase("""{"responseStatus":"FAILURE","errors":{"type":"INSUFFICIENT_ACCESS"}}""", "INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS " + Ambiguity)]
    public void A_failure_has_a_type_and_words(string json, string? code, string message)
    {
        var error = VeevaVaultErrorBody.ReadError(Encoding.UTF8.GetBytes(json))!;
        Assert.That((error.Code, error.Message), Is.EqualTo((code, message)));
        Assert.That(VeevaVaultErrorBody.SaysFailure(Encoding.UTF8.GetBytes(json)), Is.True);
    }

    [TestCase("""{"responseStatus":"SUCCESS"}""", false)]
    [TestCase("""{"responseStatus":"WARNING"}""", false)]
    [TestCase("""{"responseStatus":"failure"}""", false)]
    [TestCase("""{"errors":[{"type":"A"}]}""", false)]
    [TestCase("{", false)]
    [TestCase("""{"errors":[],"responseStatus":"FAILURE","data":""", true)]
    [TestCase("""{"responseStatus":"EXCEPTION"}""", true)]
    public void Only_a_failure_is_one(string json, bool isFailure)
    {
        var body = Encoding.UTF8.GetBytes(json);
        Assert.That(VeevaVaultErrorBody.SaysFailure(body), Is.EqualTo(isFailure));
        Assert.That(VeevaVaultErrorBody.ReadError(body) is not null, Is.EqualTo(isFailure && json.EndsWith('}')));
        Assert.That(new VeevaVaultDialect(null, takesXml: false).IsFailure(body), Is.EqualTo(isFailure));
    }

    [Test]
    public void Words_without_end_are_cut()
    {
        var one = $$"""{"message":"{{new string('x', 300)}}"}""";
        Assert.That(VeevaVaultErrorBody.ReadError(Encoding.UTF8.GetBytes($$"""{"responseStatus":"FAILURE","errors":[{{one}},{{one}},{{one}}]}"""))!.Message, Has.Length.EqualTo(512).And.Contains("; "));
    }

    [TestCase("""{"responseMessage":"m"}""", "The reply has no 'responseStatus'.")]
    [TestCase("""{"responseStatus":7}""", "'responseStatus' in the reply is not the text that is due.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    public void A_reply_without_a_status_says_nothing(string json, string problem) => Assert.That(Reading.ProblemOf(json, VeevaVaultErrorBody.Read), Is.EqualTo(problem));

    [TestCase("""{"data":[{"responseStatus":"SUCCESS"},{"responseStatus":"WARNING"}],"responseStatus":"SUCCESS"}""", "Acknowledged Acknowledged")]
    [TestCase("""{"data":[{"responseStatus":"SUCCESS","data":null},{"responseStatus":"FAILURE","data":{"id":6}}],"responseStatus":"FAILURE"}""", "Acknowledged Rejected")]
    [TestCase("""{"data":[{"responseStatus":"FAILURE","data":"5"},{"responseStatus":"ODD","data":[6]}],"responseStatus":"FAILURE"}""", "Rejected Rejected")]
    [TestCase("""{"data":[{"responseStatus":"SUCCESS","data":{"id":5,"x":1}},{"data":{"x":1,"id":"6"},"responseStatus":"SUCCESS"}],"responseStatus":"SUCCESS"}""", "Acknowledged Acknowledged")]
    public void Every_job_has_its_answer_at_its_place(string json, string expected)
    {
        var items = Reading.Of(json, Answers);
        Assert.That(string.Join(' ', items.Select(item => item.Disposition)), Is.EqualTo(expected));
        Assert.That(items.Select(item => item.Target.Id.Value), Is.EqualTo(new[] { "5", "6" }));
    }

    [TestCase("""{"responseStatus":"SUCCESS"}""", "The reply has no 'data'.")]
    [TestCase("""{"data":[{"responseStatus":"SUCCESS"},{"responseStatus":"SUCCESS"}]}""", "The reply has no 'responseStatus'.")]
    [TestCase("""{"responseStatus":"SUCCESS","data":{}}""", "'data' in the reply is not the array that is due.")]
    [TestCase("""{"responseStatus":"SUCCESS","data":[{"responseStatus":"SUCCESS"}]}""", "'data' in the reply speaks of fewer jobs than the 2 that were asked for: which answer is whose cannot be told.")]
    [TestCase("""{"responseStatus":"SUCCESS","data":[{"responseStatus":"SUCCESS"},{"responseStatus":"SUCCESS"},{}]}""", "'data[2]' in the reply speaks of more jobs than the 2 that were asked for: which answer is whose cannot be told.")]
    [TestCase("""{"responseStatus":"SUCCESS","data":[{"responseStatus":"SUCCESS","data":{"id":6}}]}""", "'data[0].data.id' in the reply is the id of another job than was asked for at that place: which answer is whose cannot be told.")]
    [TestCase("""{"responseStatus":"SUCCESS","data":[{"data":{"id":5}}]}""", "'data[0]' in the reply has no 'responseStatus'.")]
    [TestCase("""{"responseStatus":"SUCCESS","data":[{"responseStatus":"SUCCESS","data":5}]}""", "'data[0]' in the reply does not name its job.")]
    [TestCase("""{"responseStatus":"SUCCESS","data":[7]}""", "'data[0]' in the reply is not the object that is due.")]
    public void Answers_that_cannot_be_told_apart_are_none(string json, string problem) => Assert.That(Reading.ProblemOf(json, Answers), Is.EqualTo(problem));

    [TestCase("<r><a>1</a><b> x </b><c/></r>", """{"a":"1","b":"x","c":""}""")]
    [TestCase(" \r\n\t<r><a>x<!-- no -->y<?no?>z</a></r>", """{"a":"xyz"}""")]
    [TestCase("<r xmlns:n='u'><n:a><![CDATA[<1>]]></n:a></r>", """{"a":"\u003C1\u003E"}""")]
    [TestCase("<r><data><i><data><id>5</id></data></i><j>2</j></data></r>", """{"data":[{"data":{"id":"5"}},"2"]}""")]
    [TestCase("<r>\n  <errors>\n    <type>A</type>\n    <message>m</message>\n  </errors>\n</r>", """{"errors":{"type":"A","message":"m"}}""")]
    [TestCase("<r><errors><message>m</message><type>A</type></errors></r>", """{"errors":{"message":"m","type":"A"}}""")]
    [TestCase("<r><errors><e><type>A</type></e><f/></errors></r>", """{"errors":[{"type":"A"},""]}""")]
    [TestCase("<data><a>1</a></data>", """{"a":"1"}""")]
    [TestCase("<r>text</r>", "\"text\"")]
    [TestCase("<r/>", "\"\"")]
    [TestCase("<r>", "<r>")]
    [TestCase("<r/><r/>", "<r/><r/>")]
    [TestCase(" {}", " {}")]
    [TestCase("{}>", "{}>")]
    [TestCase("", "")]
    public void Xml_is_the_json_that_it_would_be(string xml, string json) => Assert.That(Encoding.UTF8.GetString(VeevaVaultXml.ToJson(Encoding.UTF8.GetBytes(xml))), Is.EqualTo(json));

    [TestCase(33, 1, true)]
    [TestCase(34, 1, false)]
    [TestCase(1, 50_000, true)]
    [TestCase(1, 50_001, false)]
    public void Xml_beyond_all_bounds_stays_as_it_is(int depth, int elements, bool isRead)
    {
        var xml = elements > 1
            ? $"<r>{string.Concat(Enumerable.Repeat("<a/>", elements - 1))}</r>"
            : string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
        Assert.That(Encoding.UTF8.GetString(VeevaVaultXml.ToJson(Encoding.UTF8.GetBytes(xml)))[0], Is.EqualTo(isRead ? '{' : '<'));
    }

    [Test]
    public void Xml_is_read_only_by_who_takes_it()
    {
        var body = "<r><responseStatus>FAILURE</responseStatus><errors><type>API_LIMIT_EXCEEDED</type></errors></r>"u8;
        Assert.That((new VeevaVaultDialect(null, takesXml: true).IsFailure(body), new VeevaVaultDialect(null, takesXml: false).IsFailure(body)), Is.EqualTo((true, false)));
        Assert.That(new VeevaVaultDialect(null, takesXml: true).ReadError(body), Is.EqualTo(new ServiceError("API_LIMIT_EXCEEDED", "API_LIMIT_EXCEEDED") { Reason = TaskErrorReason.Throttled, RetryAfter = TimeSpan.FromSeconds(10) }));
        Assert.That(new VeevaVaultDialect(null, takesXml: false).ReadError(body), Is.Null);
        Assert.That(new VeevaVaultDialect(null, takesXml: false).ReadError("""{"responseStatus":"FAILURE","errors":{"type":"A"}}"""u8), Is.EqualTo(new ServiceError("A", "A") { Reason = TaskErrorReason.InvalidRequest }));
    }

    [TestCase(200, TaskErrorReason.Throttled, TaskErrorReason.Throttled)]
    [TestCase(299, TaskErrorReason.Throttled, TaskErrorReason.Throttled)]
    [TestCase(404, TaskErrorReason.InvalidRequest, TaskErrorReason.InvalidRequest)]
    [TestCase(404, null, TaskErrorReason.Protocol)]
    [TestCase(200, null, TaskErrorReason.Protocol)]
    [TestCase(300, TaskErrorReason.Throttled, TaskErrorReason.Protocol)]
    [TestCase(199, TaskErrorReason.Throttled, TaskErrorReason.Protocol)]
    [TestCase(403, TaskErrorReason.Throttled, TaskErrorReason.Authorization)]
    public void A_status_of_200_or_404_means_what_its_error_means(int status, TaskErrorReason? reason, TaskErrorReason expected) =>
        Assert.That(new VeevaVaultDialect(null, takesXml: false).Classify(status, reason is null ? null : new ServiceError("c", "m") { Reason = reason }), Is.EqualTo(expected));

    private static IReadOnlyList<CancelReplyItem> Answers(ref WireReader reader) =>
        VeevaVaultCancelReply.Read(ref reader, Asked, [5, 6], (target, _) => new CancelReplyItem(target, CancelDisposition.Rejected));
}
