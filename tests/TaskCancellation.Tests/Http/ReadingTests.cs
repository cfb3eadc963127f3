using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

public class ReadingTests
{
    private const string Json = """{"value":17}""";
    private const string Problem = """{"code":"ended","message":"It has ended."}""";
    private static readonly TaskHttpRequest Get = TaskHttpRequest.Get("tasks/1");

    private static IEnumerable<int> CutPoints => Enumerable.Range(0, Json.Length);

    private static IEnumerable<TestCaseData> Foreign()
    {
        yield return new TestCaseData(EmulatedReply.Html(200)).SetArgDisplayNames("a page of HTML");
        yield return new TestCaseData(EmulatedReply.Empty(200)).SetArgDisplayNames("nothing");
        yield return new TestCaseData(EmulatedReply.Json(200, "null")).SetArgDisplayNames("null");
        yield return new TestCaseData(EmulatedReply.Json(200, "[]")).SetArgDisplayNames("an array");
        yield return new TestCaseData(EmulatedReply.Json(200, """{"value":"x"}""")).SetArgDisplayNames("another type");
        yield return new TestCaseData(EmulatedReply.Json(200, """{"value":99999999999999}""")).SetArgDisplayNames("too large a number");
        yield return new TestCaseData(EmulatedReply.Json(200, """{"value":1} {"value":2}""")).SetArgDisplayNames("two documents");
        yield return new TestCaseData(EmulatedReply.Json(200, "\uFEFF")).SetArgDisplayNames("only a byte order mark");
        yield return new TestCaseData(EmulatedReply.Json(200, new string('[', 5000))).SetArgDisplayNames("too deep a nesting");
        yield return new TestCaseData(EmulatedReply.Json(200, "") with { Body = new byte[] { 0xFF, 0xFE, 0x7B, 0x00 } }).SetArgDisplayNames("UTF-16");
    }

    [TestCaseSource(nameof(Foreign))]
    public async Task A_success_that_is_not_the_JSON_expected_is_a_protocol_error(EmulatedReply foreign)
    {
        using var service = new ProbeService { Reply = foreign.WithHeader(ProbeDialect.IdHeader, "r-7") };
        using var reply = await service.CallAsync(Get);

        var error = Assert.Throws<TaskRequestException>(() => reply.Read(ProbeBody.Read))!;

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.Answered));
            Assert.That(error.StatusCode, Is.EqualTo(200));
            Assert.That(error.RequestId, Is.EqualTo("r-7"));
            Assert.That(error.IsDefiniteRefusal, Is.False);
        });
    }

    [TestCaseSource(nameof(CutPoints))]
    public void A_body_that_breaks_off_is_a_broken_connection_that_answered(int bytes)
    {
        using var service = new ProbeService { Reply = EmulatedReply.Json(200, Json).WithHeader(ProbeDialect.IdHeader, "r-7") };
        service.Faults.Always().CutBodyAt(bytes);

        var error = service.FailAtOnce(ProbeService.Request(RetrySafety.Unsafe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Connection));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.Answered));
            Assert.That(error.StatusCode, Is.EqualTo(200));
            Assert.That(error.RequestId, Is.EqualTo("r-7"));
            Assert.That(error.IsDefiniteRefusal, Is.False);
            Assert.That(service.Requests, Has.Count.EqualTo(1));
        });
    }

    [TestCaseSource(nameof(CutPoints))]
    public async Task A_body_that_is_short_although_it_ends_well_is_a_protocol_error(int bytes)
    {
        using var service = new ProbeService { Reply = EmulatedReply.Json(200, Json[..bytes]) };
        using var reply = await service.CallAsync(Get);

        Assert.That(() => reply.Read(ProbeBody.Read), Throws.TypeOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Protocol));
    }

    [Test]
    public async Task A_body_that_breaks_off_is_read_again_where_that_is_safe()
    {
        using var service = new ProbeService(new ProbeOptions { RetryDelay = TimeSpan.Zero });
        service.Faults.OnCall(1).CutBodyAt(3);

        using var reply = await service.StartAsync(Get);

        Assert.That(reply.Read(ProbeBody.Read).Value, Is.EqualTo(1));
    }

    [TestCase("text/plain")]
    [TestCase("text/html; charset=utf-16")]
    [TestCase("application/json; charset=nonsense")]
    [TestCase("not a type at all")]
    public async Task The_label_of_a_body_does_not_matter(string contentType)
    {
        using var service = new ProbeService { Reply = EmulatedReply.Text(200, Json, contentType) };

        using var reply = await service.CallAsync(Get);

        Assert.That(reply.Read(ProbeBody.Read).Value, Is.EqualTo(17));
    }

    [Test]
    public async Task A_byte_order_mark_is_skipped()
    {
        using var service = new ProbeService { Reply = EmulatedReply.Json(200, "\uFEFF" + Json) };

        using var reply = await service.CallAsync(Get);

        Assert.That(reply.Read(ProbeBody.Read).Value, Is.EqualTo(17));
    }

    [Test]
    public void A_byte_order_mark_does_not_hide_an_error_code()
    {
        using var service = new ProbeService { Reply = EmulatedReply.Json(409, "\uFEFF" + Problem) };

        Assert.That(service.Fail(Get).ErrorCode, Is.EqualTo("ended"));
    }

    [TestCaseSource(nameof(CutPoints))]
    public void A_refusal_with_a_broken_body_keeps_its_status_and_request_id(int bytes)
    {
        using var service = new ProbeService { Reply = EmulatedReply.Json(409, Problem).WithHeader(ProbeDialect.IdHeader, "r-7") };
        service.Faults.Always().CutBodyAt(bytes);

        var error = service.FailAtOnce(ProbeService.Request(RetrySafety.Unsafe));

        AssertDoubt(error);
    }

    [TestCase("""{"code":"ended","mess""")]
    [TestCase("""{"code":{},"message":[]}""")]
    [TestCase("{}")]
    [TestCase("")]
    public void A_refusal_whose_body_is_not_the_services_keeps_its_status_and_request_id(string body)
    {
        using var service = new ProbeService { Reply = EmulatedReply.Json(409, body).WithHeader(ProbeDialect.IdHeader, "r-7") };

        var error = service.Fail(ProbeService.Request(RetrySafety.Unsafe));

        AssertDoubt(error);
        Assert.That(error.BodyExcerpt, Is.EqualTo(body.Length == 0 ? null : body));
    }

    [Test]
    public void A_refusal_whose_body_never_ends_keeps_its_status_and_request_id()
    {
        using var handler = new StubHandler((_, _) => Task.FromResult(Stalled(HttpStatusCode.Conflict)));

        var error = FailOver(handler, new ProbeOptions { AttemptTimeout = TimeSpan.FromMilliseconds(50), MaxRetries = 0 });

        AssertDoubt(error);
    }

    [Test]
    public void A_success_whose_body_never_ends_is_a_timeout_that_keeps_its_status_and_request_id()
    {
        using var handler = new StubHandler((_, _) => Task.FromResult(Stalled(HttpStatusCode.OK)));

        var error = FailOver(handler, new ProbeOptions { AttemptTimeout = TimeSpan.FromMilliseconds(50), MaxRetries = 0 });

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.InnerException, Is.InstanceOf<TimeoutException>());
            Assert.That(error.StatusCode, Is.EqualTo(200));
            Assert.That(error.RequestId, Is.EqualTo("r-7"));
            Assert.That(error.IsDefiniteRefusal, Is.False);
        });
    }

    [Test]
    public void The_callers_token_ends_the_reading_of_a_body([Values] bool isRefusal)
    {
        using var source = new CancellationTokenSource();
        using var handler = new StubHandler((_, _) => Task.FromResult(Stalled(isRefusal ? HttpStatusCode.Conflict : HttpStatusCode.OK)));
        using var client = new HttpClient(handler);
        var call = Pipelines.Over(client).SendAsync(Get, source.Token).AsTask();

        source.Cancel();

        var canceled = Assert.CatchAsync<OperationCanceledException>(() => call)!;
        Assert.That(canceled.CancellationToken, Is.EqualTo(source.Token));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public void The_bound_counts_decompressed_bytes(string encoding)
    {
        using var handler = new DecompressingHandler(new StubHandler(() => Compressed(encoding, Compress(encoding, new byte[4_000_000]))));

        var error = FailOver(handler, new ProbeOptions { MaxReplyBytes = 100_000 });

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.Answered));
            Assert.That(error.Message, Does.Contain("MaxReplyBytes"));
        });
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public void A_body_that_cannot_be_decompressed_is_a_protocol_error(string encoding)
    {
        using var handler = new DecompressingHandler(new StubHandler(() => Compressed(encoding, Encoding.ASCII.GetBytes(new string('x', 100)))));

        var error = FailOver(handler, new ProbeOptions());

        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [Test]
    public async Task A_reply_may_be_as_long_as_the_bound_and_no_longer([Values(1024, 20_000, 16_384, 40_000)] int bound, [Values] bool isLengthKnown)
    {
        using var fits = new HttpClient(new StubHandler(() => Content(bound, isLengthKnown)));
        using var exceeds = new HttpClient(new StubHandler(() => Content(bound + 1, isLengthKnown)));
        var options = new ProbeOptions { MaxReplyBytes = bound };

        using var reply = await Pipelines.Over(fits, options).SendAsync(Get, default);
        var error = Assert.ThrowsAsync<TaskRequestException>(() => Pipelines.Over(exceeds, options).SendAsync(Get, default).AsTask())!;

        Assert.Multiple(() =>
        {
            Assert.That(reply.Body.Length, Is.EqualTo(bound));
            Assert.That(reply.Body.Span.IndexOfAnyExcept((byte)'x'), Is.EqualTo(-1));
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
            Assert.That(error.StatusCode, Is.EqualTo(200));
        });
    }

    [Test]
    public void An_oversized_refusal_keeps_its_status()
    {
        using var service = new ProbeService(new ProbeOptions { MaxReplyBytes = 1024 }) { Reply = EmulatedReply.Json(403, new string(' ', 2000)) };

        Assert.That(service.Fail(Get).Reason, Is.EqualTo(TaskErrorReason.Authorization));
    }

    [TestCase("x")]
    [TestCase("é")]
    [TestCase("€")]
    [TestCase("😀")]
    public void The_excerpt_of_a_body_is_bounded(string character)
    {
        using var service = new ProbeService { Reply = EmulatedReply.Json(400, string.Concat(Enumerable.Repeat(character, 5000))) };

        var excerpt = service.Fail(Get).BodyExcerpt;

        Assert.That(excerpt, Is.Not.Null.And.Length.InRange(1, TaskRequestException.MaxBodyExcerpt));
        Assert.That(excerpt, Does.StartWith(character));
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(307)]
    [TestCase(308)]
    [TestCase(304)]
    public void A_redirect_is_a_protocol_error(int status)
    {
        using var service = new ProbeService { Reply = EmulatedReply.Empty(status).WithHeader("Location", "https://elsewhere.test/") };

        var error = service.Fail(Get);

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
            Assert.That(error.StatusCode, Is.EqualTo(status));
            Assert.That(service.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void Status_code_and_request_id_are_in_the_message()
    {
        using var service = new ProbeService { Reply = EmulatedReply.Json(409, Problem).WithHeader(ProbeDialect.IdHeader, "r-7") };

        Assert.That(service.Fail(Get).Message, Is.EqualTo("Probe: It has ended (asked GET /tasks/1 at https://probe.test, status 409, code ended, request id r-7). Read the task: its state does not allow it."));
    }

    private static void AssertDoubt(TaskRequestException error) => Assert.Multiple(() =>
    {
        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol), "whose word it is cannot be told");
        Assert.That(error.StatusCode, Is.EqualTo(409));
        Assert.That(error.RequestId, Is.EqualTo("r-7"));
        Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.Answered));
    });

    private static TaskRequestException FailOver(HttpMessageHandler handler, ProbeOptions options)
    {
        using var client = new HttpClient(handler, disposeHandler: false);
        return Assert.ThrowsAsync<TaskRequestException>(() => Pipelines.Over(client, options).SendAsync(ProbeService.Request(RetrySafety.Unsafe), default).AsTask())!;
    }

    private static HttpContent Content(int bytes, bool isLengthKnown)
    {
        var body = Encoding.ASCII.GetBytes(new string('x', bytes));
        return isLengthKnown ? new ByteArrayContent(body) : new StreamContent(new UnseekableStream(new MemoryStream(body)));
    }

    private static ByteArrayContent Compressed(string encoding, byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    private static byte[] Compress(string encoding, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
            _ => new BrotliStream(packed, CompressionLevel.Fastest),
        })
        {
            packer.Write(bytes);
        }

        return packed.ToArray();
    }

    private static HttpResponseMessage Stalled(HttpStatusCode status)
    {
        var response = new HttpResponseMessage(status) { Content = new StreamContent(new StalledStream()) };
        response.Headers.Add(ProbeDialect.IdHeader, "r-7");
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return response;
    }
}
