using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>What the clients we own keep between requests, and what they do not.</summary>
public sealed class PrimaryHandlerTests
{
    [Test]
    [Category("Finding D8")]
    public async Task Cookies_are_not_kept()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\nSet-Cookie: route=1; Path=/\r\nContent-Length: 11\r\n\r\n{\"value\":1}");
        using var client = Pipelines.CreateOwned();
        var pipeline = Pipelines.Over(client, new ProbeOptions(), server.Address);

        (await pipeline.SendAsync(TaskHttpRequest.Get("tasks/1"), default)).Dispose();
        (await pipeline.SendAsync(TaskHttpRequest.Get("tasks/1"), default)).Dispose();

        Assert.That(server.Requests, Has.Count.EqualTo(2).And.None.Contains("Cookie"));
    }

    [Test]
    [Category("Finding D8")]
    public void Connections_are_renewed_so_that_changes_of_an_address_are_seen()
    {
        using var handler = HttpTaskClient.CreatePrimaryHandler();
        Assert.That(handler.PooledConnectionLifetime, Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)));
    }

    [Test]
    [NonParallelizable]
    [Category("Finding D9")]
    public async Task The_buffers_of_failed_replies_are_used_again()
    {
        const int Size = 3_000_000;
        var body = new byte[Size];
        using var handler = new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest) { Content = new ReadOnlyMemoryContent(body) }));
        using var client = new HttpClient(handler);
        var pipeline = Pipelines.Over(client, new ProbeOptions { MaxRetries = 0 });
        await FailAsync(pipeline);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        for (var round = 0; round < 20; round++)
        {
            await FailAsync(pipeline);
        }

        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(10 * Size));
    }

    private static async Task FailAsync(TaskHttpPipeline pipeline)
    {
        try
        {
            (await pipeline.SendAsync(TaskHttpRequest.Get("tasks/1"), default)).Dispose();
        }
        catch (TaskRequestException)
        {
            return;
        }

        Assert.Fail("The request succeeded.");
    }
}
