using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace TaskCancellation.Tests.Http;

/// <summary>One connection of a <see cref="LoopbackServer"/>, byte for byte.</summary>
internal sealed class LoopbackConnection(TcpClient client, int number, Action<string> keep, CancellationToken ended) : IDisposable
{
    internal const string Fine = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"value\":1}";

    private readonly byte[] one = new byte[1];

    /// <summary>The number of the connection, from 1.</summary>
    internal int Number => number;

    /// <summary>Reads a request; null when the client has closed the connection.</summary>
    internal async Task<string?> ReadAsync()
    {
        var request = new StringBuilder();
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (!await ReadOneAsync(request))
            {
                return null;
            }
        }

        for (var left = LengthOf(request.ToString()); left > 0; left--)
        {
            await ReadOneAsync(request);
        }

        keep(request.ToString());
        return request.ToString();
    }

    /// <summary>Waits until the client has begun to send.</summary>
    internal async Task WaitForFirstByteAsync() => await client.GetStream().ReadExactlyAsync(one, ended);

    internal Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    internal Task WriteAsync(byte[] bytes) => client.GetStream().WriteAsync(bytes, ended).AsTask();

    /// <summary>Resets the connection.</summary>
    internal void Reset()
    {
        client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();
    }

    /// <summary>Closes the server's half.</summary>
    internal void CloseHalf() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Keeps silent until the server is stopped.</summary>
    internal async Task KeepSilentAsync()
    {
        var silence = new TaskCompletionSource();
        await silence.Task.WaitAsync(ended);
    }

    public void Dispose() => client.Dispose();

    private async Task<bool> ReadOneAsync(StringBuilder request)
    {
        var read = await client.GetStream().ReadAsync(one, ended);
        request.Append((char)one[0], read);
        return read > 0;
    }

    private static int LengthOf(string head)
    {
        const string name = "Content-Length: ";
        var start = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : int.Parse(head.AsSpan(start + name.Length, head.IndexOf('\r', start) - start - name.Length), CultureInfo.InvariantCulture);
    }
}
