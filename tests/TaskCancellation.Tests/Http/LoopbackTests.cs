using System.IO.Compression;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>The pipeline against real sockets.</summary>
public class LoopbackTests
{
    private const string Cancel = "POST /tasks/1/cancel";
    private static readonly TaskHttpRequest Get = TaskHttpRequest.Get("tasks/1");

    // Answers the first request on its first connection, reads the second and closes without a word; later connections answer everything.
    private static LoopbackServer CreateStale() => new(async connection =>
    {
        await connection.ReadAsync();
        await connection.WriteAsync(LoopbackConnection.Fine);
        while (await connection.ReadAsync() is not null && connection.Number > 1)
        {
            await connection.WriteAsync(LoopbackConnection.Fine);
        }
    });

    private static ProbeOptions Once => new() { MaxRetries = 0, AttemptTimeout = TimeSpan.FromMilliseconds(1500) };

    [Test]
    public async Task The_socket_handler_by_itself_silently_resends_a_request_without_a_body()
    {
        await using var server = CreateStale();
        using var client = new HttpClient(HttpTaskClient.CreatePrimaryHandler()) { BaseAddress = server.Address };
        (await client.GetAsync("tasks/1")).Dispose();

        using var reply = await client.PostAsync("tasks/1/cancel", null);

        Assert.That((int)reply.StatusCode, Is.EqualTo(200));
        Assert.That(server.CountOf(Cancel), Is.EqualTo(2));
    }

    [Test]
    public async Task A_request_that_must_not_be_repeated_is_seen_once_on_a_stale_connection(
        [Values("SafeIfNotSent", "Unsafe")] string safety, [Values] bool hasBody, [Values] bool isOwned)
    {
        await using var server = CreateStale();
        using var client = isOwned ? Pipelines.CreateOwned() : new HttpClient();
        var pipeline = Pipelines.Over(client, new ProbeOptions { RetryDelay = TimeSpan.Zero }, server.Address);
        (await pipeline.SendAsync(Get, default)).Dispose();

        var request = ProbeService.Request(Enum.Parse<RetrySafety>(safety)) with { Body = hasBody ? "{}"u8.ToArray() : null };
        var error = Assert.ThrowsAsync<TaskRequestException>(() => pipeline.SendAsync(request, default).AsTask())!;

        Assert.Multiple(() =>
        {
            Assert.That(server.CountOf(Cancel), Is.EqualTo(1));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Connection));
        });
    }

    [Test]
    public async Task A_cancel_that_may_be_repeated_is_repeated_by_us_so_that_the_doubt_is_known([Values("POST", "DELETE")] string method)
    {
        await using var server = CreateStale();
        using var client = Pipelines.CreateOwned();
        var pipeline = Pipelines.Over(client, null, server.Address);
        (await pipeline.SendAsync(Get, default)).Dispose();

        using var reply = await pipeline.SendAsync(ProbeService.Request(RetrySafety.Safe) with { Method = new HttpMethod(method) }, default);

        Assert.That(server.CountOf(method), Is.EqualTo(2));
        Assert.That(reply.FollowsAmbiguousAttempt, Is.True);
    }

    [Test]
    public async Task A_read_on_a_stale_connection_succeeds()
    {
        await using var server = CreateStale();
        using var client = Pipelines.CreateOwned();
        var pipeline = Pipelines.Over(client, Once, server.Address);
        (await pipeline.SendAsync(Get, default)).Dispose();

        using var reply = await pipeline.SendAsync(Get, default);

        Assert.That(reply.Read(ProbeBody.Read).Value, Is.EqualTo(1));
    }

    [TestCase("reset")]
    [TestCase("closed")]
    [TestCase("half closed")]
    [TestCase("half closed in the head")]
    [TestCase("not HTTP")]
    public async Task A_connection_that_breaks_after_the_request_leaves_a_doubt(string how)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadAsync();
            if (how is "half closed in the head" or "not HTTP")
            {
                await connection.WriteAsync(how == "not HTTP" ? "SSH-2.0-OpenSSH_9.6\r\n\r\n" : "HTTP/1.1 200 OK\r\nContent-Le");
            }

            if (how == "reset")
            {
                connection.Reset();
            }
            else if (how != "closed")
            {
                connection.CloseHalf();
                await connection.KeepSilentAsync();
            }
        });

        var error = await FailAsync(server.Address, ProbeService.Request(RetrySafety.Unsafe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Connection));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
            Assert.That(server.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Silence_is_a_timeout_in_doubt()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadAsync();
            await connection.KeepSilentAsync();
        });

        var error = await FailAsync(server.Address, ProbeService.Request(RetrySafety.Unsafe), new ProbeOptions { AttemptTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
            Assert.That(server.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_refused_connection_sent_nothing()
    {
        var error = await FailAsync(await LoopbackServer.FindNobodyAsync(), ProbeService.Request(RetrySafety.Unsafe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Connection));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.NotSent));
            Assert.That(error.IsDefiniteRefusal, Is.True);
        });
    }

    [Test]
    public async Task A_request_without_a_body_has_a_zero_length_and_no_content_type([Values("Safe", "SafeIfNotSent", "Unsafe")] string safety)
    {
        await using var server = LoopbackServer.Answering(LoopbackConnection.Fine);
        using var client = Pipelines.CreateOwned();

        (await Pipelines.Over(client, Once, server.Address).SendAsync(ProbeService.Request(Enum.Parse<RetrySafety>(safety)), default)).Dispose();

        Assert.That(server.Requests[0], Does.Contain("\r\nContent-Length: 0\r\n").And.Not.Contain("Content-Type").And.Not.Contain("Transfer-Encoding"));
    }

    [Test]
    public async Task A_read_has_neither_length_nor_content_type()
    {
        await using var server = LoopbackServer.Answering(LoopbackConnection.Fine);
        using var client = Pipelines.CreateOwned();

        (await Pipelines.Over(client, Once, server.Address).SendAsync(Get, default)).Dispose();

        Assert.That(server.Requests[0], Does.StartWith("GET /tasks/1 HTTP/1.1\r\n").And.Not.Contain("Content-"));
        Assert.That(server.Requests[0], Does.Contain("Accept: application/json").And.Contain("User-Agent: TaskCancellation/"));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"value\":1}", TaskErrorReason.Connection)]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{\"value\":1}\r\n", TaskErrorReason.Connection)]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n", TaskErrorReason.Connection)]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{}", TaskErrorReason.Protocol)]
    public async Task A_length_that_lies_is_an_answer_that_could_not_be_read(string reply, TaskErrorReason kind)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadAsync();
            await connection.WriteAsync(reply);
        });

        var error = await FailAsync(server.Address, ProbeService.Request(RetrySafety.Unsafe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(kind));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.Answered));
            Assert.That(error.StatusCode, Is.EqualTo(200));
        });
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{\"value\":1}")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 204 No Content\r\n\r\n")]
    public async Task A_reply_that_is_too_short_is_a_protocol_error_when_it_is_read(string answer)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadAsync();
            await connection.WriteAsync(answer);
        });
        using var client = Pipelines.CreateOwned();
        using var reply = await Pipelines.Over(client, Once, server.Address).SendAsync(Get, default);

        Assert.That(() => reply.Read(ProbeBody.Read), Throws.TypeOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Protocol));
    }

    [Test]
    public async Task A_bomb_is_not_unpacked()
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadAsync();
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                await gzip.WriteAsync(new byte[20_000_000]);
            }

            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
            await connection.WriteAsync(packed.ToArray());
        });
        var error = await FailAsync(server.Address, Get, new ProbeOptions { MaxRetries = 0, MaxReplyBytes = 1_000_000 });

        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(error.InnerException, Is.TypeOf<ReplyTooLargeException>());
    }

    [Test]
    public async Task A_redirect_is_not_followed_and_the_credential_goes_nowhere_else([Values(302, 307, 308)] int status)
    {
        await using var elsewhere = LoopbackServer.Answering(LoopbackConnection.Fine);
        await using var server = LoopbackServer.Answering($"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.Address}\r\nContent-Length: 0\r\n\r\n");

        var error = await FailAsync(server.Address, Get);

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
            Assert.That(error.StatusCode, Is.EqualTo(status));
            Assert.That(server.Requests, Has.Count.EqualTo(1));
            Assert.That(elsewhere.Requests, Is.Empty);
        });
    }

    private static async Task<TaskRequestException> FailAsync(Uri address, TaskHttpRequest request, ProbeOptions? options = null)
    {
        using var client = Pipelines.CreateOwned();
        try
        {
            (await Pipelines.Over(client, options ?? Once, address).SendAsync(request, default)).Dispose();
        }
        catch (TaskRequestException error)
        {
            return error;
        }

        throw new AssertionException("The request succeeded.");
    }
}
