using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Messages;

/// <summary>Connections over real sockets: certificates that are not trusted, and ports that speak something else.</summary>
internal static class SecureMessages
{
    private const string Area = "Connections";

    internal static async IAsyncEnumerable<Message> AllAsync(DateTimeOffset now)
    {
        foreach (var (name, certified, days, scheme) in new[]
        {
            ("a self-signed certificate", "localhost", 0, "https"),
            ("a certificate of another name", "elsewhere.test", 0, "https"),
            ("a certificate that has expired", "localhost", -30, "https"),
            ("plain http to a port of TLS", "localhost", 0, "http"),
        })
        {
            await using var server = new TlsServer(certified, now.AddDays(days - 1), now.AddDays(days + 1));
            yield return await FailAsync(name, new Uri($"{scheme}://localhost:{server.Port}/"));
        }

        await using var plain = new LoopbackServer(async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            await connection.KeepSilentAsync();
        });
        yield return await FailAsync("https to a port of plain http", new UriBuilder(plain.Address) { Scheme = "https" }.Uri);
        yield return await FailAsync("nothing listens", await LoopbackServer.FindNobodyAsync());
        await using var reset = new LoopbackServer(async connection =>
        {
            await connection.ReadAsync();
            connection.Reset();
        });
        yield return await FailAsync("the connection is reset", reset.Address);
    }

    private static async Task<Message> FailAsync(string name, Uri address)
    {
        await using var bench = new MessageBench("Elasticsearch", address);
        var error = await bench.FailToReadAsync("Elasticsearch");
        return new Message(Area, name, error, [.. bench.Log.Lines.Select(line => line.Text)]) { Port = address.Port };
    }
}
