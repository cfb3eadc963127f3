using System.Net;
using System.Security.Authentication;
using Polly.CircuitBreaker;
using Polly.Timeout;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>What a connection that failed, and a reply that is not the service's, are told as: the whole text, and what follows from it. Exceptions are built as <see cref="SocketsHttpHandler"/> throws them.</summary>
public sealed class FailureTextTests
{
    private const string Tls = "Probe could not be reached: no secure connection to probe.test could be made: ";

    private static IEnumerable<TestCaseData> Failures()
    {
        yield return Case("name", Http(HttpRequestError.NameResolutionError, "Name or service not known (probe.test:443)"), "Probe could not be reached: Name or service not known.", TaskErrorReason.Connection, RequestDelivery.NotSent);
        yield return Case("proxy", Http(HttpRequestError.ProxyTunnelError, "The proxy tunnel request to proxy 'http://proxy.test:8080/' failed with status code '407'."), "Probe could not be reached: The proxy tunnel request to proxy 'http://proxy.test:8080/' failed with status code '407'.", TaskErrorReason.Connection, RequestDelivery.NotSent);
        yield return Case("proxy's name", Http(HttpRequestError.ConnectionError, "Connection refused (proxy.test:8080)"), "Probe could not be reached: Connection refused (proxy.test:8080).", TaskErrorReason.Connection, RequestDelivery.NotSent);
        yield return Case("reset", Http(HttpRequestError.Unknown, "An error occurred while sending the request.", new IOException("Connection reset by peer")), "Probe did not answer: Connection reset by peer.", TaskErrorReason.Connection, RequestDelivery.MaybeSent);
        yield return Case("ended", new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."), "Probe did not answer: The response ended prematurely.", TaskErrorReason.Connection, RequestDelivery.MaybeSent);
        yield return Case("status", new HttpRequestException("Refused by a handler.", null, HttpStatusCode.BadRequest), "Probe did not answer: Refused by a handler.", TaskErrorReason.Connection, RequestDelivery.MaybeSent, status: 400);
        yield return Case("program", new InvalidOperationException("A handler threw."), "The request to Probe failed in this program: A handler threw.", TaskErrorReason.Unknown, RequestDelivery.MaybeSent);
        yield return Case("disposed", new ObjectDisposedException("System.Net.Http.HttpClient", "Cannot access a disposed object."), "The request to Probe failed in this program: Cannot access a disposed object. Object name: 'System.Net.Http.HttpClient'.", TaskErrorReason.Unknown, RequestDelivery.NotSent);
        yield return Case("several", new AggregateException("Several.", new IOException("The first."), new IOException("The second.")), "The request to Probe failed in this program: Several. (The first.) (The second.).", TaskErrorReason.Unknown, RequestDelivery.MaybeSent);
        yield return Case("breaker", new BrokenCircuitException("The circuit is open.", TimeSpan.FromSeconds(9)), "Probe did not answer: The circuit is open.", TaskErrorReason.Connection, RequestDelivery.MaybeSent, pause: 9);
        yield return Case("no TLS", Secure("Cannot determine the frame size or a corrupted frame was received."), Tls + "Cannot determine the frame size or a corrupted frame was received. This port does not speak TLS: Endpoint may have to begin with http, or to name another port.", TaskErrorReason.Tls, RequestDelivery.NotSent);
        yield return Case("another name", Secure("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch"), Tls + "The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch. The certificate is for another name than the one in Endpoint.", TaskErrorReason.Tls, RequestDelivery.NotSent);
        yield return Case("expired", Secure("The remote certificate is invalid because of errors in the certificate chain: NotTimeValid"), Tls + "The remote certificate is invalid because of errors in the certificate chain: NotTimeValid. The certificate has expired or is not valid yet, or the clock of this machine is wrong.", TaskErrorReason.Tls, RequestDelivery.NotSent);
        foreach (var chain in new[] { "UntrustedRoot", "PartialChain" })
        {
            yield return Case(chain, Secure($"The remote certificate is invalid because of errors in the certificate chain: {chain}"), $"{Tls}The remote certificate is invalid because of errors in the certificate chain: {chain}. If the certificate is of a private authority or self-signed, trust its authority: set SSL_CERT_FILE, or see \"A private certificate authority\" in RECIPES.md.", TaskErrorReason.Tls, RequestDelivery.NotSent);
        }

        yield return Case("revoked", Secure("The remote certificate was revoked"), Tls + "The remote certificate was revoked.", TaskErrorReason.Tls, RequestDelivery.NotSent);
        yield return Case("broken handshake", Http(HttpRequestError.SecureConnectionError, "The SSL connection could not be established, see inner exception.", new AuthenticationException("Authentication failed, see inner exception.", new IOException("Received an unexpected EOF."))), "Probe could not be reached: Received an unexpected EOF. Perhaps this port does not speak TLS.", TaskErrorReason.Connection, RequestDelivery.NotSent);
        yield return Case("handshake cut", Http(HttpRequestError.SecureConnectionError, "The SSL connection could not be established, see inner exception.", new IOException("Connection reset by peer")), "Probe could not be reached: Connection reset by peer. Perhaps this port does not speak TLS.", TaskErrorReason.Connection, RequestDelivery.NotSent);

        static TestCaseData Case(string name, Exception cause, string text, TaskErrorReason reason, RequestDelivery delivery, int? status = null, int? pause = null) =>
            new TestCaseData(cause, text, (reason, delivery, status, pause)).SetArgDisplayNames(name);

        static HttpRequestException Http(HttpRequestError error, string text, Exception? inner = null) => new(error, text, inner);

        static HttpRequestException Secure(string text) => Http(HttpRequestError.SecureConnectionError, "The SSL connection could not be established, see inner exception.", new AuthenticationException(text));
    }

    [TestCaseSource(nameof(Failures))]
    public void A_connection_that_failed(object cause, string text, object expected)
    {
        var error = Fail((_, _) => throw (Exception)cause);

        Assert.That(error.Summary, Is.EqualTo(text));
        Assert.That((error.Reason, error.Delivery, error.StatusCode, (int?)error.RetryAfter?.TotalSeconds), Is.EqualTo(expected));
        Assert.That(error.InnerException, Is.SameAs(cause));
    }

    [TestCase(HttpRequestError.InvalidResponse, "http://probe.test/", " If this port speaks TLS, Endpoint must begin with https.")]
    [TestCase(HttpRequestError.ResponseEnded, "http://probe.test/", " If this port speaks TLS, Endpoint must begin with https.")]
    [TestCase(HttpRequestError.InvalidResponse, "https://probe.test/", "")]
    [TestCase(HttpRequestError.ResponseEnded, "https://probe.test/", "")]
    [TestCase(HttpRequestError.ConnectionError, "http://probe.test/", "")]
    public void What_answers_in_no_http_may_speak_tls(HttpRequestError kind, string endpoint, string hint) =>
        Assert.That(Fail((_, _) => throw new HttpRequestException(kind, "It is odd."), endpoint).Summary, Does.EndWith($": It is odd.{hint}"));

    [Test]
    public void A_client_with_a_name_is_told_by_its_name() =>
        Assert.That(Fail((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "No."), name: "eu").Summary, Is.EqualTo("Probe 'eu' could not be reached: No."));

    private static IEnumerable<TestCaseData> Replies()
    {
        const string Text = "text/plain";
        yield return Case("empty", 502, "", Text, "Probe answered 502 Bad Gateway.");
        yield return Case("blank", 502, " \t\r\n ", Text, "Probe answered 502 Bad Gateway.");
        yield return Case("words", 502, "\n upstream is down.. ", Text, "Probe answered 502 Bad Gateway: upstream is down.");
        yield return Case("long words", 502, new string('x', 300), Text, $"Probe answered 502 Bad Gateway: {new string('x', 199)}….");
        yield return Case("page", 502, "<html>", "text/html", "Probe answered 502 Bad Gateway, with text/html that is not the service's own.");
        yield return Case("no type", 502, "<html>", null, "Probe answered 502 Bad Gateway, with something that is not the service's own.");
        yield return Case("binary", 502, "a\0b", "image/png", "Probe answered 502 Bad Gateway, with image/png that is not the service's own.");
        yield return Case("backspace", 502, "a\bb", "image/png", "Probe answered 502 Bad Gateway, with image/png that is not the service's own.");
        yield return Case("tab", 502, "a\tb", Text, "Probe answered 502 Bad Gateway: a b.");
        yield return Case("redirect", 302, "moved", Text, "Probe answered 302 Found, a redirect to https://sso.test/login, which is not followed.", "https://sso.test/login?ticket=secret");
        yield return Case("redirect to a part", 302, "moved", Text, "Probe answered 302 Found, a redirect to /login, which is not followed.", "/login#secret");
        yield return Case("no reason", 599, "", Text, "Probe answered 599.", reason: "");
        yield return Case("long reason", 599, "", Text, $"Probe answered 599 {new string('r', 59)}….", reason: new string('r', 61));
        yield return Case("foreign", 404, "{\"error_code\":\"CF-NotFound\"}", "application/json", "Cloud Foundry seems to answer at the address of Probe: 404 Not Found.");
        yield return Case("foreign header", 404, "{}", "application/json", "Elasticsearch seems to answer at the address of Probe: 404 Not Found.", header: "X-elastic-product");
        yield return Case("another header", 404, "{}", "application/json", "OpenSearch seems to answer at the address of Probe: 404 Not Found.", header: "X-OpenSearch-Version");
        yield return Case("search engine", 400, "{\"error\":{\"root_cause\":[]}}", "application/json", "Elasticsearch or OpenSearch seems to answer at the address of Probe: 400 Bad Request.");
        yield return Case("no handler", 400, "{\"error\":\"no handler found for uri [/x]\"}", "application/json", "Elasticsearch or OpenSearch seems to answer at the address of Probe: 400 Bad Request.");
        yield return Case("root", 400, "{\"tagline\":\"You Know, for Search\"}", "application/json", "Elasticsearch seems to answer at the address of Probe: 400 Bad Request.");
        yield return Case("pretty root", 400, "{\"tagline\" : \"You Know, for Search\"}", "application/json", "Elasticsearch seems to answer at the address of Probe: 400 Bad Request.");
        yield return Case("other root", 400, "{\"tagline\":\"The OpenSearch Project: https://opensearch.org/\"}", "application/json", "OpenSearch seems to answer at the address of Probe: 400 Bad Request.");
        yield return Case("Meilisearch", 404, "{\"link\":\"https://docs.meilisearch.com/errors\"}", "application/json", "Meilisearch seems to answer at the address of Probe: 404 Not Found.");
        yield return Case("CF title", 404, "{\"title\":\"CF-NotFound\"}", "application/json", "Cloud Foundry seems to answer at the address of Probe: 404 Not Found.");
        yield return Case("CF root", 404, "{\"links\":{\"cloud_controller_v3\":{}}}", "application/json", "Cloud Foundry seems to answer at the address of Probe: 404 Not Found.");
        yield return Case("Vault", 404, "{\"responseStatus\":\"FAILURE\"}", "application/json", "Veeva Vault seems to answer at the address of Probe: 404 Not Found.");
        yield return Case("far away", 404, $"{{\"x\":\"{new string('x', 2048)}\",\"responseStatus\":\"FAILURE\"}}", "application/json", $"Probe answered 404 Not Found: {{\"x\":\"{new string('x', 193)}….");

        static TestCaseData Case(string name, int status, string body, string? type, string text, string? location = null, string? reason = null, string? header = null) =>
            new TestCaseData(status, body, type, text, (location, reason, header)).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Replies))]
    public void A_reply_that_is_not_the_services(int status, string body, string? type, string text, (string? Location, string? Reason, string? Header) more)
    {
        var error = Fail((_, _) =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
            response.Content.Headers.ContentType = type is null ? null : new(type);
            response.Headers.Location = more.Location is null ? null : new Uri(more.Location, UriKind.RelativeOrAbsolute);
            response.ReasonPhrase = more.Reason ?? response.ReasonPhrase;
            if (more.Header is not null)
            {
                response.Headers.Add(more.Header, "1");
            }

            return Task.FromResult(response);
        });

        Assert.That(error.Summary, Is.EqualTo(text));
        Assert.That((error.StatusCode, error.Delivery, error.IsFromIntermediary), Is.EqualTo(((int?)status, (RequestDelivery?)RequestDelivery.Answered, true)));
    }

    [TestCase(" \n<!DOCTYPE html>", " It is a page, such as a proxy or a sign-in shows.")]
    [TestCase("<html>", " It is a page, such as a proxy or a sign-in shows.")]
    [TestCase("<HTML>", " It is a page, such as a proxy or a sign-in shows.")]
    [TestCase("<xml>", "")]
    [TestCase("html", "")]
    [TestCase("<", "")]
    [TestCase("{\"link\":\"https://docs.meilisearch.com/errors\"}", " Meilisearch seems to answer at this address.")]
    public void A_success_that_is_not_the_services_is_told_apart(string body, string hint)
    {
        using var response = new HttpResponseMessage();
        Assert.That(ForeignReply.Hint(new ProbeDialect(), response.Headers, System.Text.Encoding.UTF8.GetBytes(body)), Is.EqualTo(hint));
    }

    [TestCase("request failed", false, "The login at login.test was not granted: it answered 401 and nothing that can be shown.")]
    [TestCase("request failed", true, "The login at login.test was not granted: wrong password.")]
    public void A_login_that_is_refused_tells_its_host_and_its_reason(string summary, bool hasReason, string text)
    {
        var error = LoginFailure.From(new TaskRequestException(summary) { Reason = TaskErrorReason.Conflict, Delivery = RequestDelivery.Answered, StatusCode = 401, BodyExcerpt = "secret", FollowsAmbiguousAttempt = true, IsFromIntermediary = true }, "login.test", hasReason ? "wrong password." : null);

        Assert.That((error.Summary, error.Reason, error.InnerException), Is.EqualTo((text, TaskErrorReason.Authentication, (Exception?)null)));
        Assert.That((error.BodyExcerpt, error.FollowsAmbiguousAttempt, error.IsFromIntermediary, error.StatusCode), Is.EqualTo(((string?)null, false, false, (int?)401)));
    }

    [TestCase(TaskErrorReason.Connection, ExpectedResult = TaskErrorReason.Connection)]
    [TestCase(TaskErrorReason.Timeout, ExpectedResult = TaskErrorReason.Timeout)]
    [TestCase(TaskErrorReason.Throttled, ExpectedResult = TaskErrorReason.Throttled)]
    [TestCase(TaskErrorReason.ServerError, ExpectedResult = TaskErrorReason.ServerError)]
    [TestCase(TaskErrorReason.Protocol, ExpectedResult = TaskErrorReason.Protocol)]
    [TestCase(TaskErrorReason.Tls, ExpectedResult = TaskErrorReason.Tls)]
    [TestCase(TaskErrorReason.NotFound, ExpectedResult = TaskErrorReason.Authentication)]
    [TestCase(TaskErrorReason.InvalidRequest, ExpectedResult = TaskErrorReason.Authentication)]
    public TaskErrorReason? A_login_that_did_not_come_about_has_the_reason_of_its_request(TaskErrorReason reason)
    {
        var failure = new TaskRequestException("The login server is down.") { Reason = reason, Delivery = RequestDelivery.MaybeSent };
        var error = LoginFailure.From(failure, "login.test", "not used");

        Assert.That((error.Summary, error.InnerException), Is.EqualTo(("The login server is down.", failure)));
        return error.Reason;
    }

    private static IEnumerable<TestCaseData> Credentials()
    {
        yield return Case(new TaskRequestException("It is down.") { Reason = TaskErrorReason.Connection, Delivery = RequestDelivery.NotSent, RetryAfter = TimeSpan.FromSeconds(4) }, ": It is down.", TaskErrorReason.Connection, 4);
        yield return Case(new TaskRequestException("It is odd.") { Reason = TaskErrorReason.Protocol, Delivery = RequestDelivery.Answered }, ": It is odd.", TaskErrorReason.ServerError);
        yield return Case(new TaskRequestException("It has no certificate.") { Reason = TaskErrorReason.Tls, Delivery = RequestDelivery.NotSent }, ": It has no certificate.", TaskErrorReason.Tls);
        yield return Case(new TaskRequestException("It says no.") { Reason = TaskErrorReason.Authentication, Delivery = RequestDelivery.Answered }, ": It says no.", TaskErrorReason.Authentication);
        yield return Case(new HttpRequestException(HttpRequestError.SecureConnectionError, "See inner.", new AuthenticationException("No trust.")), ": No trust.", TaskErrorReason.Tls);
        yield return Case(new HttpRequestException("Down."), ": Down.", TaskErrorReason.Connection);
        yield return Case(new HttpRequestException("500.", null, HttpStatusCode.InternalServerError), ": 500.", TaskErrorReason.Connection);
        yield return Case(new HttpRequestException("499.", null, (HttpStatusCode)499), ": 499.", TaskErrorReason.Authentication);
        yield return Case(new HttpRequestException("429.", null, HttpStatusCode.TooManyRequests), ": 429.", TaskErrorReason.Connection);
        yield return Case(new HttpRequestException("408.", null, HttpStatusCode.RequestTimeout), ": 408.", TaskErrorReason.Connection);
        yield return Case(new HttpRequestException("401.", null, HttpStatusCode.Unauthorized), ": 401.", TaskErrorReason.Authentication);
        yield return Case(new TimeoutException("Too late."), ": Too late.", TaskErrorReason.Timeout);
        yield return Case(new OperationCanceledException("Given up.", new TimeoutException("Too late.")), ": Too late.", TaskErrorReason.Timeout);
        yield return Case(new IOException("Broken."), ": Broken.", TaskErrorReason.Connection);
        yield return Case(new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostDown), $": {new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostDown).Message}", TaskErrorReason.Connection);
        yield return Case(new BrokenCircuitException("Open."), ": Open.", TaskErrorReason.Connection);
        yield return Case(new TimeoutRejectedException("Too late."), ": Too late.", TaskErrorReason.Connection);
        yield return Case(new InvalidOperationException("No token is kept."), ": No token is kept.", TaskErrorReason.Authentication);

        static TestCaseData Case(Exception cause, string text, TaskErrorReason reason, int? pause = null) => new TestCaseData(cause, text, reason, pause).SetArgDisplayNames(cause.GetType().Name + text);
    }

    [TestCaseSource(nameof(Credentials))]
    public void A_credential_that_could_not_be_obtained(object cause, string text, TaskErrorReason reason, int? pause)
    {
        var dialect = new ProbeDialect { Credential = (_, _) => throw (Exception)cause };
        using var probe = new ProbeService(new ProbeOptions { MaxRetries = 0 }, dialect);

        var error = probe.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.That(error.Summary, Is.EqualTo($"The credential for Probe could not be obtained{text}"));
        Assert.That((error.Reason, error.Delivery, (int?)error.RetryAfter?.TotalSeconds), Is.EqualTo((reason, (RequestDelivery?)RequestDelivery.NotSent, pause)));
        Assert.That(probe.Requests, Is.Empty);
    }

    [Test]
    public async Task A_request_says_who_asks()
    {
        string? asks = null;
        using var client = new HttpClient(new StubHandler((request, _) =>
        {
            asks = request.Headers.UserAgent.ToString();
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("""{"value":1}""") });
        }));

        (await Pipelines.Over(client).SendAsync(TaskHttpRequest.Get("tasks"), CancellationToken.None)).Dispose();

        Assert.That(asks, Does.Match(@"^TaskCancellation/[0-9]+\.[0-9]+\.[0-9]+$"));
    }

    private static TaskRequestException Fail(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, string endpoint = "https://probe.test/", string? name = null)
    {
        using var client = new HttpClient(new StubHandler(answer));
        var pipeline = Pipelines.Over(client, new ProbeOptions { MaxRetries = 0, Name = name }, new Uri(endpoint));
        return Assert.ThrowsAsync<TaskRequestException>(async () => (await pipeline.SendAsync(ProbeService.Request(RetrySafety.Safe), CancellationToken.None)).Dispose())!;
    }
}
