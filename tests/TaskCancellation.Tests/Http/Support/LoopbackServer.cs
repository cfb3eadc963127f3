using System.Net;
using System.Net.Sockets;

namespace TaskCancellation.Tests.Http;

/// <summary>A server on a loopback port of the system's choosing that serves each connection as a function says.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly List<Task> connections = [];
    private readonly List<string> requests = [];
    private readonly Func<LoopbackConnection, Task> serve;
    private readonly Task accepting;
    private int count;

    internal LoopbackServer(Func<LoopbackConnection, Task> serve)
    {
        this.serve = serve;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = AcceptAsync();
    }

    internal Uri Address { get; }

    /// <summary>The head and body of every request that was read, in order.</summary>
    internal IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests)
            {
                return [.. requests];
            }
        }
    }

    internal int CountOf(string start) => Requests.Count(request => request.StartsWith(start, StringComparison.Ordinal));

    /// <summary>A server that answers every request so.</summary>
    internal static LoopbackServer Answering(string reply) => new(async connection =>
    {
        while (await connection.ReadAsync() is not null)
        {
            await connection.WriteAsync(reply);
        }
    });

    /// <summary>An address where nobody listens.</summary>
    internal static async Task<Uri> FindNobodyAsync()
    {
        var server = new LoopbackServer(_ => Task.CompletedTask);
        await server.DisposeAsync();
        return server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections);
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(ended.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = new LoopbackConnection(client, ++count, Keep, ended.Token);
        try
        {
            await serve(connection);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client went away, or the server was stopped.
        }
    }

    private void Keep(string request)
    {
        lock (requests)
        {
            requests.Add(request);
        }
    }
}
