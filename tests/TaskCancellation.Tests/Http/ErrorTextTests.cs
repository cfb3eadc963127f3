using System.Text;
using System.Text.Json;
using TaskCancellation.Http;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Http;

/// <summary>What errors say, whatever the other side says: bounded, on one line, without the credential, and what was asked. On every service.</summary>
public sealed class ErrorTextTests
{
    private const int Most = 512;
    private const string Forged = "a\r\nWARN: forged \u001b[31m\u2028\u202e";
    private static readonly string Endless = new('x', 100_000);
    private ServiceHarness service = null!;

    public static IEnumerable<string> All => Services.All;

    [TearDown]
    public ValueTask TearDown() => service.DisposeAsync();

    [Test]
    [Category("Finding B9")]
    [Category("Finding P8")]
    public async Task Texts_of_the_service_are_bounded_and_on_one_line([ValueSource(nameof(All))] string name, [Values(403, 400, 503)] int status, [Values] bool isLong)
    {
        service = Services.Create(name);
        var text = isLong ? Endless : Forged;

        var error = await FailAsync(EmulatedReply.Json(status, Envelope(name, text, text)).WithHeader("X-VCAP-Request-ID", isLong ? Endless : "id").WithHeader("X-VaultAPI-ExecutionId", isLong ? Endless : "id"));

        AssertClean(error);
        Assert.That(error.Summary, Does.Contain(isLong ? "xxxxxxxx" : "WARN: forged"), "the service's words are told");
    }

    [Test]
    [Category("Finding B9")]
    public async Task So_are_texts_of_others([ValueSource(nameof(All))] string name, [Values(400, 401, 403, 404, 500, 302)] int status, [Values("text/plain", "text/html", "application/json")] string type)
    {
        service = Services.Create(name);

        AssertClean(await FailAsync(EmulatedReply.Text(status, Forged + Endless, type)));
    }

    [Test]
    [Category("Finding B10")]
    public async Task A_page_that_shows_the_request_does_not_show_the_credential(
        [ValueSource(nameof(All))] string name, [Values(200, 400, 401, 403, 404, 500)] int status, [Values("page", "words", "envelope", "cut")] string form)
    {
        service = Services.Create(name);
        var echo = $"{(form == "cut" ? new string('-', 500) : "")} Authorization: Bearer {service.Key} X-API-Key: {service.Key} {Uri.EscapeDataString(service.Key)} {JsonEncodedText.Encode(service.Key)}";
        var operation = service.Client.CancelAsync(service.AddRunning());
        service.Emulator.Faults.Clear();
        service.Emulator.Faults.Always().Respond(form switch
        {
            "page" => EmulatedReply.Text(status, $"<html><body><pre>{echo}</pre></body></html>", "text/html"),
            "words" => EmulatedReply.Text(status, echo, "text/plain"),
            _ => EmulatedReply.Json(status, Envelope(name, service.Key, echo)),
        });
        await service.RunAsync(operation);
        var second = service.Client.CancelAsync(service.AddRunning());
        await service.RunAsync(second);

        var report = (await second).Accepted;

        var error = report.Outcomes.Single().Error;
        string?[] texts = [error?.ToString(), error?.Message, error?.BodyExcerpt, error?.ErrorCode, CancellationJson.Serialize((await second).State)];
        Assert.That(string.Join('\n', texts), Does.Not.Contain(service.Key[..^1]));
    }

    [Test]
    [Category("Finding B10")]
    public void A_pair_is_hidden_in_both_forms([Values("Basic", "ApiKey")] string scheme, [Values(400, 500)] int status)
    {
        service = Services.Create("Elasticsearch");
        var pair = Convert.ToBase64String("elastic:changeme+/ä"u8);
        var dialect = new ProbeDialect { Credential = (_, _) => ValueTask.FromResult($"{scheme} {pair}") };
        using var probe = new ProbeService(new ProbeOptions { MaxRetries = 0 }, dialect);
        probe.Faults.Always().Respond(EmulatedReply.Text(status, $"you sent {pair}, which is elastic:changeme+/ä, so changeme%2B%2F%C3%A4", "text/plain"));

        var error = probe.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.That(error.ToString() + error.BodyExcerpt, Does.Not.Contain("changeme").And.Not.Contain(pair).And.Contain("***"));
    }

    [Test]
    [Category("Finding B10")]
    public void Short_values_are_hidden_where_they_are_words_and_a_value_that_is_cut_is_hidden_too()
    {
        service = Services.Create("Elasticsearch");
        var secrets = SecretRedactor.Of("Basic " + Convert.ToBase64String("u:p"u8), ["hunter2-hunter2"]);

        Assert.Multiple(() =>
        {
            Assert.That(secrets.Hide("p is the password, printed: u:p"), Is.EqualTo("*** is the password, printed: ***"));
            Assert.That(secrets.Hide("it was hunter2-hunter2."), Is.EqualTo("it was ***."));
            Assert.That(secrets.Hide("it was hunter2-h"), Is.EqualTo("it was ***"));
            Assert.That(secrets.Hide("it was hunter2-h…"), Is.EqualTo("it was ***…"));
            Assert.That(secrets.ToString(), Does.Not.Contain("hunter2"));
        });
    }

    [Test]
    [Category("Finding K10")]
    [Category("Finding P9")]
    public async Task An_error_says_what_was_asked_where([ValueSource(nameof(All))] string name, [Values("refused", "page", "reset", "silent")] string fault)
    {
        service = Services.Create(name);
        var rule = service.Emulator.Faults.Always();
        _ = fault switch { "refused" => rule.Refuse(), "page" => rule.Respond(EmulatedReply.Html(502)), "reset" => rule.ResetAfterActing(), _ => rule.Delay(TimeSpan.FromHours(1)) };
        var operation = service.Client.CancelAsync(service.AddRunning());
        await service.RunAsync(operation);

        var error = (await operation).Accepted.Outcomes.Single().Error!;

        Assert.Multiple(() =>
        {
            Assert.That(error.Message, Does.Contain(service.Emulator.BaseAddress.GetLeftPart(UriPartial.Authority)).And.Not.Contain("?").And.Not.Contain("see inner"));
            Assert.That(error.Message.Split("(asked "), Has.Length.LessThanOrEqualTo(3), "each request once");
            Assert.That(error.Message.Replace("(emulated)", "", StringComparison.Ordinal), Does.Not.Contain(") ("));
            Assert.That(error.Message, Does.Match(@"(asked (GET|POST|DELETE) /[^ ]* at https?://)"));
        });
    }

    [TestCase("Authentication finally failed", "text/plain", "Probe answered 401 Unauthorized: Authentication finally failed.")]
    [TestCase("OpenSearch Security not initialized.\n", "text/plain", "Probe answered 401 Unauthorized: OpenSearch Security not initialized.")]
    [TestCase("<html><h1>Sign in</h1>", "text/html", "Probe answered 401 Unauthorized, with text/html that is not the service's own.")]
    [TestCase("", "text/plain", "Probe answered 401 Unauthorized.")]
    [Category("Finding P7")]
    public void Words_are_told_and_pages_are_named(string body, string type, string expected)
    {
        service = Services.Create("Elasticsearch");
        using var probe = new ProbeService();
        probe.Faults.Always().Respond(EmulatedReply.Text(401, body, type));

        Assert.That(probe.Fail(ProbeService.Request(RetrySafety.Safe)).Summary, Is.EqualTo(expected));
    }

    [Test]
    [Category("Finding A14")]
    public async Task What_a_proxy_refuses_is_not_the_services_word(
        [ValueSource(nameof(All))] string name, [Values(400, 402, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 431, 444, 451)] int status, [Values] bool isPage)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        service.Emulator.Faults.When(service.IsCancel).Respond(isPage ? EmulatedReply.Html(status) : EmulatedReply.Empty(status));
        var operation = service.Client.CancelAsync(id);
        await service.RunAsync(operation);

        var outcome = (await operation).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Indeterminate, (TaskErrorReason?)TaskErrorReason.Protocol)));
    }

    [Test]
    [Category("Finding D6")]
    public async Task A_status_of_those_that_gave_up_waiting_is_not_a_refusal([ValueSource(nameof(All))] string name, [Values(408, 460, 499)] int status, [Values] bool hasEnvelope)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        service.Emulator.Faults.When(service.IsCancel).Respond(hasEnvelope ? EmulatedReply.Json(status, Envelope(name, "gone", "Gave up.")) : EmulatedReply.Html(status));
        var operation = service.Client.CancelAsync(id);
        await service.RunAsync(operation);

        var outcome = (await operation).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Indeterminate, (TaskErrorReason?)TaskErrorReason.ServerError)));
    }

    private static string Envelope(string name, string code, string text)
    {
        var (shownCode, shownText) = (JsonSerializer.Serialize(code), JsonSerializer.Serialize(text));
        return name switch
        {
            "CloudFoundry" => $$"""{"errors":[{"code":10099,"title":{{shownCode}},"detail":{{shownText}}}]}""",
            "Elasticsearch" => $$"""{"error":{"type":{{shownCode}},"reason":{{shownText}}},"status":400}""",
            "Meilisearch" => $$"""{"message":{{shownText}},"code":{{shownCode}},"type":"invalid_request","link":""}""",
            "TopazImage" => $$"""{"code":400,"message":{{shownText}}}""",
            _ => $$"""{"responseStatus":"FAILURE","errors":[{"type":{{shownCode}},"message":{{shownText}}}]}""",
        };
    }

    private async Task<TaskRequestException> FailAsync(EmulatedReply reply)
    {
        var id = service.AddRunning();
        service.Emulator.Faults.Always().Respond(reply);
        var finding = service.Client.FindAsync(id);
        await service.RunAsync(finding.ContinueWith(_ => { }, TaskScheduler.Default));
        return Assert.ThrowsAsync<TaskRequestException>(() => finding)!;
    }

    private static void AssertClean(TaskRequestException error)
    {
        using var all = Assert.EnterMultipleScope();
        foreach (var text in new[] { error.Summary, error.ErrorCode ?? "", error.RequestId ?? "", error.Request ?? "" })
        {
            Assert.That(text, Has.Length.LessThanOrEqualTo(Most));
        }

        Assert.That(error.BodyExcerpt ?? "", Has.Length.LessThanOrEqualTo(TaskRequestException.MaxBodyExcerpt));
        foreach (var text in new[] { error.Message, error.BodyExcerpt ?? "" })
        {
            Assert.That(text.Where(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\u202e'), Is.Empty);
            Assert.That(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), Is.EqualTo(text), "whole Unicode");
        }
    }
}
