using System.Net.Sockets;
using System.Text;
using EmulatorServer.Sockets;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Sockets;

/// <summary>What goes over the socket, byte for byte.</summary>
internal sealed class BridgeTests
{
    private const string Body = "{\"é\":1}";
    private static readonly EmulatedReply Reply = EmulatedReply.Json(200, Body).WithHeader("X-Two", "a").WithHeader("X-Two", "b");

    private ScriptedEmulator emulator = null!;

    [SetUp]
    public void SetUp() => emulator = new ScriptedEmulator(_ => Reply);

    [TearDown]
    public void TearDown() => emulator.Dispose();

    [Test]
    public async Task A_reply_is_sent_as_it_is_and_nothing_is_added()
    {
        var reply = await SendAsync("GET / HTTP/1.1\r\nHost: elsewhere.test:80\r\nConnection: close\r\n\r\n");

        var (head, body) = Split(reply);
        Assert.That(head, Does.StartWith("HTTP/1.1 200 OK\r\n"));
        Assert.That(head.Split("\r\n").Skip(1), Is.EquivalentTo(new[]
        {
            "Content-Length: 8", "Content-Type: application/json", "Date: Thu, 01 Jan 2026 00:00:00 GMT", "X-Two: a", "X-Two: b", "Connection: close",
        }));
        Assert.That(body, Is.EqualTo(Body));
    }

    [TestCase("/a/../%2F%41/./b//c?x=%2f%zz+&y", "/a/../%2F%41/./b//c", "x=%2f%zz+&y")]
    [TestCase("http://elsewhere.test/a?b", "/a", "b")]
    [TestCase("/", "/", "")]
    public async Task A_path_and_a_query_arrive_undecoded(string target, string path, string query)
    {
        await SendAsync($"GET {target} HTTP/1.1\r\nHost: elsewhere.test\r\nConnection: close\r\n\r\n");

        var request = emulator.Requests.Single().Request;
        Assert.That((request.Path, request.RawQuery), Is.EqualTo((path, query)));
    }

    [Test]
    public async Task A_body_and_its_headers_arrive_whole()
    {
        await SendAsync("POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Api-Key: secret\r\nContent-Type: text/plain; charset=x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

        var request = emulator.Requests.Single().Request;
        Assert.Multiple(() =>
        {
            Assert.That((request.Method, request.BodyText), Is.EqualTo(("POST", "abcde")));
            Assert.That(request.Header("content-type"), Is.EqualTo("text/plain; charset=x"));
            Assert.That(request.Header("X-API-Key"), Is.EqualTo("secret"));
        });
    }

    [Test]
    public async Task A_request_line_of_more_than_the_usual_length_is_left_to_the_emulator()
    {
        var query = new string('a', 65_000);
        Assert.That(await SendAsync($"GET /?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), Does.StartWith("HTTP/1.1 200 OK"));
        Assert.That(emulator.Requests.Single().Request.RawQuery, Has.Length.EqualTo(65_000));
    }

    [Test]
    public async Task A_reply_without_a_body_has_none([Values(204, 304)] int status)
    {
        emulator.Script = _ => EmulatedReply.Empty(status);
        var (head, body) = Split(await SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        Assert.That(head, Does.StartWith($"HTTP/1.1 {status} ").And.Not.Contain("Content-Length"));
        Assert.That(body, Is.Empty);
    }

    [Test]
    public async Task A_reply_without_a_body_leaves_the_connection_open([Values(200, 204, 304)] int status)
    {
        emulator.Script = _ => EmulatedReply.Empty(status);
        var replies = await SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.That(replies.Split($"HTTP/1.1 {status} "), Has.Length.EqualTo(3), replies);
    }

    [Test]
    public async Task A_body_breaks_off_where_it_is_cut([Values(0, 1, 7)] int cut)
    {
        emulator.Faults.Always().CutBodyAt(cut);
        var (head, body) = Split(await SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        Assert.That(head, Does.Contain("Content-Length: 8"));
        Assert.That(Encoding.UTF8.GetByteCount(body), Is.EqualTo(cut));
    }

    [Test]
    public async Task A_reset_leaves_no_answer()
    {
        emulator.Faults.Always().ResetAfterActing();
        Assert.That(await SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), Is.Empty);
    }

    private static (string Head, string Body) Split(string reply)
    {
        var end = reply.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (reply[..end], reply[(end + 4)..]);
    }

    /// <summary>Sends bytes, and reads until the server closes the connection.</summary>
    private async Task<string> SendAsync(string request)
    {
        using var bridge = new Bridge(emulator);
        await using var host = await SocketHost.StartAsync(0, _ => bridge.ServeAsync);
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reply = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(reply);
        }
        catch (IOException)
        {
            // A reset: what came before it is what there is.
        }

        return Encoding.UTF8.GetString(reply.ToArray());
    }
}
