using System.Net;
using TaskCancellation.Http;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Http;

/// <summary>Connections that come to nothing before a request is on its way, on real sockets.</summary>
public sealed class TlsTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [TestCase("localhost", 0, "localhost", "UntrustedRoot")]
    [TestCase("elsewhere.test", 0, "localhost", "NameMismatch")]
    [TestCase("localhost", -30, "localhost", "NotTimeValid")]
    [Category("Finding P5")]
    [Category("Finding D7")]
    public async Task A_certificate_that_is_not_trusted_is_told_with_its_reason_and_is_not_tried_again(string certified, int days, string host, string reason)
    {
        await using var server = new TlsServer(certified, Now.AddDays(days - 1), Now.AddDays(days + 1));

        var error = await FailAsync(new Uri($"https://{host}:{server.Port}/"));

        Assert.Multiple(() =>
        {
            Assert.That((error.Reason, error.Delivery, error.IsTransient), Is.EqualTo((TaskErrorReason.Tls, RequestDelivery.NotSent, false)));
            Assert.That(error.Message, Does.Contain(reason).And.Contain($"no secure connection to {host}").And.Not.Contain("see inner"));
            Assert.That(server.Connections, Is.EqualTo(1));
        });
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    [Category("Finding P5")]
    [Category("Finding C2")]
    public async Task On_every_service_nothing_is_sent_nor_waited_for(string name)
    {
        await using var server = new TlsServer("localhost", Now.AddDays(-1), Now.AddDays(1));
        await using var service = Services.Create(name);
        using var http = SingleAttemptHandler.CreateClient(HttpTaskClient.CreatePrimaryHandler());
        http.BaseAddress = new Uri($"https://localhost:{server.Port}/");
        using var client = ServiceClients.Create(name, http, () => ValueTask.FromResult(service.Key), service.Clock);

        var outcome = await client.CancelAndWaitAsync(service.UnknownId);
        var waiting = Assert.ThrowsAsync<TaskRequestException>(() => client.WaitForCompletionAsync(service.UnknownId));

        Assert.That((outcome.Verdict, outcome.Error?.Reason, outcome.Error?.Delivery), Is.EqualTo((CancellationVerdict.NotAttempted, (TaskErrorReason?)TaskErrorReason.Tls, (RequestDelivery?)RequestDelivery.NotSent)));
        Assert.That((waiting!.Reason, waiting.Message.Contains("UntrustedRoot", StringComparison.Ordinal), server.Connections), Is.EqualTo((TaskErrorReason.Tls, true, 2)));
    }

    [Test]
    [Category("Finding P5")]
    public async Task A_port_that_does_not_speak_TLS_is_told_so()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            await connection.KeepSilentAsync();
        });

        var error = await FailAsync(new UriBuilder(server.Address) { Scheme = "https" }.Uri);

        Assert.That((error.Reason, error.Delivery, error.IsTransient), Is.EqualTo((TaskErrorReason.Tls, RequestDelivery.NotSent, false)));
        Assert.That(error.Message, Does.Contain("does not speak TLS"));
    }

    [Test]
    [Category("Finding P6")]
    [Category("Finding E13")]
    public async Task Plain_http_to_a_port_that_speaks_TLS_hints_at_https()
    {
        await using var server = new TlsServer("localhost", Now.AddDays(-1), Now.AddDays(1));

        var error = await FailAsync(new Uri($"http://localhost:{server.Port}/"));

        Assert.That(error.Message, Does.Contain("https").And.Not.Contain("see inner"));
        Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
    }

    [Test]
    [Category("Finding D7")]
    public async Task A_handshake_that_breaks_sent_nothing()
    {
        // Reset before the handshake has begun, the connection may break anywhere in the client.
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.WaitForFirstByteAsync();
            connection.Reset();
        });

        var error = await FailAsync(new UriBuilder(server.Address) { Scheme = "https" }.Uri);

        Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.NotSent));
    }

    [TestCase("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")]
    [Category("Finding D7")]
    public async Task A_proxy_that_opens_no_tunnel_sent_nothing(string answer)
    {
        await using var proxy = LoopbackServer.Answering(answer);
        using var network = HttpTaskClient.CreatePrimaryHandler();
        network.Proxy = new WebProxy(proxy.Address);
        using var client = SingleAttemptHandler.CreateClient(network);

        var error = Assert.ThrowsAsync<TaskRequestException>(() => Pipelines.Over(client, new ProbeOptions { MaxRetries = 0 }).SendAsync(ProbeService.Request(RetrySafety.Unsafe), default).AsTask())!;

        Assert.That((error.Reason, error.Delivery), Is.EqualTo((TaskErrorReason.Connection, RequestDelivery.NotSent)));
        Assert.That(proxy.CountOf("CONNECT "), Is.EqualTo(1));
    }

    private static async Task<TaskRequestException> FailAsync(Uri address)
    {
        using var client = Pipelines.CreateOwned();
        try
        {
            (await Pipelines.Over(client, new ProbeOptions { RetryDelay = TimeSpan.Zero, MaxRetries = address.Scheme == "https" ? 3 : 0 }, address).SendAsync(ProbeService.Request(RetrySafety.SafeIfNotSent), default)).Dispose();
        }
        catch (TaskRequestException error)
        {
            return error;
        }

        throw new AssertionException("The request succeeded.");
    }
}
