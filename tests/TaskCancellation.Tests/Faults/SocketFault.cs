using System.Globalization;
using System.Text;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Faults;

/// <summary>Something that goes wrong with the first request of a call on a real connection, which it closes.</summary>
/// <param name="Name">The name.</param>
/// <param name="PlayAsync">What it does with the connection and with the reply of the service; the reply is null when the service was not asked.</param>
internal sealed record SocketFault(string Name, Func<LoopbackConnection, string?, Task> PlayAsync)
{
    /// <summary>The service sees the request.</summary>
    internal bool IsActedOn { get; init; } = true;

    internal static IReadOnlyList<SocketFault> All { get; } = [.. Lost(), .. Statuses(), .. Broken()];

    public override string ToString() => Name;

    private static IEnumerable<SocketFault> Lost()
    {
        foreach (var isActedOn in (bool[])[false, true])
        {
            var when = isActedOn ? " after acting" : "";
            yield return new($"reset{when}", (connection, _) =>
            {
                connection.Reset();
                return Task.CompletedTask;
            }) { IsActedOn = isActedOn };
            yield return new($"closed{when}", (_, _) => Task.CompletedTask) { IsActedOn = isActedOn };
            yield return new($"half closed{when}", (connection, _) =>
            {
                connection.CloseHalf();
                return connection.KeepSilentAsync();
            }) { IsActedOn = isActedOn };
            yield return new($"silence{when}", (connection, _) => connection.KeepSilentAsync()) { IsActedOn = isActedOn };
        }
    }

    private static IEnumerable<SocketFault> Statuses()
    {
        foreach (var status in (int[])[302, 429, 502, 503, 504])
        {
            var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Trouble\r\nLocation: http://127.0.0.1:1/elsewhere\r\nRetry-After: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnope");
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{status}"), (connection, _) => connection.WriteAsync(head)) { IsActedOn = false };
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{status} after acting"), (connection, _) => connection.WriteAsync(head)) { IsActedOn = status != 429 };
        }
    }

    private static IEnumerable<SocketFault> Broken()
    {
        yield return new("cut in the status line", (connection, _) => connection.WriteAsync("HTTP/1.1 20"));
        yield return new("cut in the head", (connection, _) => connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Le"));
        yield return new("cut in the body", (connection, reply) => connection.WriteAsync(reply![..^3]));
        yield return new("not HTTP", (connection, _) => connection.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"));
        yield return new("a page with 200", (connection, _) => connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>"));
        yield return new("two lengths", (connection, reply) => connection.WriteAsync(reply!.Replace("Content-Length: ", "Content-Length: 5\r\nContent-Length: ", StringComparison.Ordinal)));
        yield return new("a chunk that is none", (connection, _) => connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"));
        yield return new("gzip that is none", (connection, reply) => connection.WriteAsync(reply!.Replace("Content-Length: ", "Content-Encoding: gzip\r\nConnection: close\r\nContent-Length: ", StringComparison.Ordinal)));
        yield return new("an endless head", async (connection, _) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n");
            while (true)
            {
                await connection.WriteAsync($"X-More: {new string('x', 8_000)}\r\n");
            }
        });
        yield return new("byte by byte", async (connection, reply) =>
        {
            foreach (var one in Encoding.UTF8.GetBytes(reply!))
            {
                await connection.WriteAsync([one]);
                await Task.Yield();
            }
        });
    }
}
