using System.Text;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Http;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.CloudFoundry.Client.Replies;

/// <summary>Pages, errors, the root, and the answers of logins.</summary>
public sealed class ReplyTests
{
    private const string Task = """{"guid":"t-1","state":"RUNNING"}""";

    [TestCase("""{"pagination":{"next":null},"resources":[]}""", 0, false, null, null)]
    [TestCase("""{"resources":[T],"later":1,"pagination":{"total_results":3,"first":{"href":"https://x/first"},"next":{"href":"https://x/next"},"later":1}}""", 1, true, 3L, "https://x/first")]
    [TestCase("""{"pagination":{"total_results":"3","first":null,"next":{}},"resources":[T]}""", 1, true, null, null)]
    [TestCase("""{"pagination":{"total_results":null,"first":{"later":1},"next":null},"resources":[T]}""", 1, false, null, null)]
    [TestCase("""{"pagination":{"first":{"href":"a","rel":"b"},"next":null},"resources":[T]}""", 1, false, null, "a")]
    [TestCase("""{"pagination":{"first":7,"next":null},"resources":[]}""", 0, false, null, null)]
    public void A_page_has_tasks_and_says_whether_there_are_more(string json, int count, bool hasNext, long? total, string? first)
    {
        var page = Reading.Of(json.Replace("T", Task, StringComparison.Ordinal), static (ref reader) => CloudFoundryPage.Read(ref reader, keepRaw: false));
        Assert.That((page.Tasks.Count, page.HasNext, page.Total, page.First), Is.EqualTo((count, hasNext, total, first)));
    }

    [TestCase("""{"pagination":{"next":null}}""", "The reply has no 'resources'.")]
    [TestCase("""{"resources":[]}""", "The reply has no 'pagination'.")]
    [TestCase("""{"pagination":{},"resources":[]}""", "'pagination' in the reply has no 'next'.")]
    [TestCase("""{"pagination":{"next":"https://x"},"resources":[]}""", "'pagination.next' in the reply is neither a link nor null.")]
    [TestCase("""{"pagination":{"next":[]},"resources":[]}""", "'pagination.next' in the reply is neither a link nor null.")]
    [TestCase("""{"pagination":null,"resources":[]}""", "'pagination' in the reply is not the object that is due.")]
    [TestCase("""{"pagination":{"next":null},"resources":{}}""", "'resources' in the reply is not the array that is due.")]
    [TestCase("""{"pagination":{"next":null},"resources":[7]}""", "'resources[0]' in the reply is not the object that is due.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    public void What_decides_must_be_there(string json, string problem) => Assert.That(Reading.ProblemOf(json, static (ref reader) => CloudFoundryPage.Read(ref reader, keepRaw: false)), Is.EqualTo(problem));

    [Test]
    public void A_page_holds_5000_tasks_at_most()
    {
        Assert.That(Reading.ProblemOf(Page(5000), static (ref reader) => CloudFoundryPage.Read(ref reader, keepRaw: false)), Is.Null);
        Assert.That(Reading.ProblemOf(Page(5001), static (ref reader) => CloudFoundryPage.Read(ref reader, keepRaw: false)), Is.EqualTo("'resources[5000]' in the reply is more than a page may hold."));

        static string Page(int count) => $$"""{"pagination":{"next":null},"resources":[{{string.Join(',', Enumerable.Repeat(Task, count))}}]}""";
    }

    [Test]
    public void Raw_json_is_kept_where_it_is_wanted([Values] bool keepRaw) =>
        Assert.That(Encoding.UTF8.GetString(Reading.Of($$"""{"pagination":{"next":null},"resources":[{{Task}}]}""", (ref reader) => CloudFoundryPage.Read(ref reader, keepRaw)).Tasks[0].Raw.Span), Is.EqualTo(keepRaw ? Task : ""));

    [TestCase("""{"errors":[{"code":10008,"title":"CF-U","detail":"words"}]}""", "10008", "words (CF-U)")]
    [TestCase("""{"errors":[{"code":10008,"title":"CF-U"}]}""", "10008", "CF-U")]
    [TestCase("""{"errors":[{"code":10008,"detail":"words"}]}""", "10008", "words")]
    [TestCase("""{"errors":[{"code":10008}]}""", "10008", "no reason given")]
    [TestCase("""{"errors":[{"code":1,"title":"a","later":1},7,{"title":"b","detail":"c"},{}]}""", "1", "a; c (b); no reason given")]
    [TestCase("""{"errors":[{"title":"a","detail":"b"}]}""", null, null)]
    [TestCase("""{"errors":[{"title":"a"},{"code":1}]}""", null, null)]
    [TestCase("""{"errors":[{"code":"10008","title":"a"}]}""", null, null)]
    [TestCase("""{"errors":[{"code":1,"error_code":"a","description":"b"}]}""", "1", "no reason given")]
    [TestCase("""{"errors":[7]}""", null, null)]
    [TestCase("""{"errors":{}}""", null, null)]
    [TestCase("""{"code":10000,"error_code":"CF-NotFound","description":"Unknown request"}""", "10000", "Unknown request (CF-NotFound)")]
    [TestCase("""{"code":10000,"description":"Unknown request"}""", "10000", "Unknown request")]
    [TestCase("""{"code":10000,"error_code":"CF-NotFound"}""", "10000", "CF-NotFound")]
    [TestCase("""{"code":10000}""", null, null)]
    [TestCase("""{"code":10000,"title":"a","detail":"b"}""", null, null)]
    [TestCase("""{"error_code":"a","description":"b"}""", null, null)]
    [TestCase("""{"code":1,"error_code":"a","errors":[{"code":2,"title":"b"}]}""", "2", "b")]
    [TestCase("""{"errors":[],"code":1,"error_code":"a"}""", "1", "a")]
    public void An_error_has_a_code_or_is_of_another(string json, string? code, string? words) =>
        Assert.That(Reading.Of(json, CloudFoundryErrorBody.Read), Is.EqualTo(code is null ? null : new ServiceError(code, words!)));

    [Test]
    public void Of_many_entries_the_first_eight_are_read()
    {
        var json = $$"""{"errors":[{{string.Join(',', Enumerable.Range(1, 9).Select(at => $"{{\"code\":{at},\"title\":\"t{at}\"}}"))}}]}""";
        Assert.That(Reading.Of(json, CloudFoundryErrorBody.Read), Is.EqualTo(new ServiceError("1", "t1; t2; t3; t4; t5; t6; t7; t8")));
        Assert.That(Reading.ProblemOf("[]", CloudFoundryErrorBody.Read), Is.EqualTo("The reply is not the object that is due."));
    }

    [TestCase("{}", false, null, null, null)]
    [TestCase("""{"cf_on_k8s":true}""", true, null, null, null)]
    [TestCase("""{"cf_on_k8s":false}""", false, null, null, null)]
    [TestCase("""{"cf_on_k8s":"true","links":null}""", false, null, null, null)]
    [TestCase("""{"links":{"self":{"href":"https://x"},"cloud_controller_v3":{"href":"https://x/v3","meta":{"version":"3.1.0","later":1},"later":1},"login":{"later":1,"href":"https://login"},"uaa":{"href":"https://uaa"},"later":null},"later":1,"cf_on_k8s":true}""", true, "3.1.0", "https://login", "https://uaa")]
    [TestCase("""{"links":{"cloud_controller_v3":{"version":"3.1.0"},"login":null,"uaa":[]}}""", false, null, null, null)]
    [TestCase("""{"links":{"cloud_controller_v3":{"meta":{"href":"3.1.0"}},"login":{"meta":"x"}}}""", false, null, null, null)]
    public void The_root_says_what_it_is_and_where_to_log_in(string json, bool isOnKubernetes, string? version, string? login, string? uaa) =>
        Assert.That(Reading.Of(json, CloudFoundryRoot.Read), Is.EqualTo(new CloudFoundryRoot(isOnKubernetes, version, login, uaa)));

    [TestCase("""{"access_token":"t"}""", "t", null, null)]
    [TestCase("""{"access_token":"bearer t","refresh_token":"r","expires_in":600,"later":1}""", "t", "r", 600.0)]
    [TestCase("""{"access_token":"t","expires_in":"600.5"}""", "t", null, 600.5)]
    [TestCase("""{"access_token":"t","expires_in":-1}""", "t", null, 0.0)]
    [TestCase("""{"access_token":"t","expires_in":1e300}""", "t", null, 31_536_000.0)]
    [TestCase("""{"access_token":"t","expires_in":"1e999"}""", "t", null, null)]
    [TestCase("""{"access_token":"t","expires_in":"soon"}""", "t", null, null)]
    [TestCase("""{"access_token":"t","expires_in":null,"refresh_token":null}""", "t", null, null)]
    public void A_login_gives_a_token_for_a_time(string json, string token, string? refresh, double? seconds)
    {
        var reply = Reading.Of(json, UaaTokenReply.Read);
        var issued = reply.ToIssued();
        Assert.That((issued.Token, reply.RefreshToken), Is.EqualTo((token, refresh)));

        // A minute before its end it is good no more, or, of a short one, at half its time.
        if (seconds is { } life)
        {
            var lasts = TimeSpan.FromSeconds(life > 120 ? life - 60 : life / 2);
            Assert.That((issued.IsGoodAt(lasts - TimeSpan.FromTicks(1)), issued.IsGoodAt(lasts)), Is.EqualTo((true, false)));
        }
        else
        {
            Assert.That(issued.IsGoodAt(TimeSpan.FromDays(10_000)), Is.True);
        }
    }

    [TestCase(119, 59.5)]
    [TestCase(120, 60)]
    [TestCase(121, 61)]
    [TestCase(200, 140)]
    public void A_token_is_renewed_a_minute_early_or_at_half_its_time(double life, double lasts)
    {
        var token = new CloudFoundryIssuedToken("t", TimeSpan.FromSeconds(life));
        Assert.That((token.IsGoodAt(TimeSpan.FromSeconds(lasts - 0.001)), token.IsGoodAt(TimeSpan.FromSeconds(lasts))), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_refresh_token_has_64_KiB_at_most()
    {
        Assert.That(Reading.Of($$"""{"access_token":"t","refresh_token":"{{new string('r', 65536)}}"}""", UaaTokenReply.Read).RefreshToken, Has.Length.EqualTo(65536));
        Assert.That(Reading.Of($$"""{"access_token":"t","refresh_token":"{{new string('r', 65537)}}"}""", UaaTokenReply.Read).RefreshToken, Is.Null);
    }

    [TestCase("{}", "The reply has no 'access_token'.")]
    [TestCase("""{"access_token":7}""", "'access_token' in the reply is not the text that is due.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    public void A_login_without_a_token_is_none(string json, string problem) => Assert.That(Reading.ProblemOf(json, UaaTokenReply.Read), Is.EqualTo(problem));

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("bearer")]
    public void A_token_that_no_header_can_hold_is_refused_without_being_shown(string token) =>
        Assert.That(() => Reading.Of($$"""{"access_token":"{{token}}"}""", UaaTokenReply.Read).ToIssued(), Throws.InvalidOperationException.With.Message.EqualTo("The login gave a token that is empty or not of visible ASCII characters only."));

    [TestCase("{}", null, null)]
    [TestCase("""{"error":"unauthorized","error_description":"Bad credentials","later":1}""", "unauthorized", "Bad credentials")]
    [TestCase("""{"error":{},"error_description":null}""", null, null)]
    public void A_refusal_has_a_code_and_words(string json, string? error, string? description) => Assert.That(Reading.Of(json, UaaErrorBody.Read), Is.EqualTo(new UaaErrorBody(error, description)));

    [TestCase("t", "t")]
    [TestCase(" t ", "t")]
    [TestCase("bearer t", "t")]
    [TestCase("Bearer  t ", "t")]
    [TestCase("bearer", "")]
    [TestCase("bearer ", "")]
    [TestCase("bearert", "bearert")]
    [TestCase("basic t", "basic t")]
    [TestCase("", "")]
    [TestCase(null, null)]
    public void A_token_is_taken_with_its_scheme_or_without(string? text, string? token)
    {
        Assert.That(CloudFoundryToken.Strip(text), Is.EqualTo(token));
        Assert.That(CloudFoundryToken.IsUsable(text), Is.EqualTo(token is not (null or "" or "basic t")));
    }

    [TestCase("""{"exp":0}""", 0.0)]
    [TestCase("""{"exp":99999999999.5,"later":1}""", 99_999_999_999.5)]
    [TestCase("""{"exp":100000000000}""", null)]
    [TestCase("""{"exp":-1}""", null)]
    [TestCase("""{"exp":"1"}""", null)]
    [TestCase("{}", null)]
    [TestCase("[]", null)]
    public void A_token_may_say_when_it_expires(string payload, double? seconds)
    {
        var part = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        Assert.That(CloudFoundryToken.ExpiryOf($"e30.{part}.s"), Is.EqualTo(seconds is { } known ? DateTimeOffset.UnixEpoch.AddSeconds(known) : (DateTimeOffset?)null));
        Assert.That((CloudFoundryToken.ExpiryOf(part), CloudFoundryToken.ExpiryOf($"e30.{part}"), CloudFoundryToken.ExpiryOf($"e30.{part}.s.x"), CloudFoundryToken.ExpiryOf($"e30.!{part}.s")), Is.EqualTo((default(DateTimeOffset?), default(DateTimeOffset?), default(DateTimeOffset?), default(DateTimeOffset?))));
    }
}
