using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace TaskCancellation.Benchmarks.Serving;

/// <summary>HTTP/1.1 over bare sockets, just enough of it for the clients that are measured: a server that leaves the processor to them.</summary>
internal sealed class SocketServer : IDisposable
{
    private const int FirstBuffer = 16 * 1024;
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly IResponder responder;
    private long requests;

    internal SocketServer(IResponder responder)
    {
        this.responder = responder;
        listener.Start(backlog: 512);
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    internal long Requests => Volatile.Read(ref requests);

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var socket = await listener.AcceptSocketAsync(cancellationToken).ConfigureAwait(false);
            socket.NoDelay = true;
            _ = ServeAsync(socket, cancellationToken);
        }
    }

    public void Dispose() => listener.Dispose();

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        using (socket)
        {
            var buffer = new byte[FirstBuffer];
            var filled = 0;
            try
            {
                while (await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancellationToken).ConfigureAwait(false) is > 0 and var received)
                {
                    filled += received;
                    while (Answer(buffer.AsSpan(0, filled), out var length) is { } reply)
                    {
                        Interlocked.Increment(ref requests);
                        buffer.AsSpan(length, filled - length).CopyTo(buffer);
                        filled -= length;
                        await SendAsync(socket, reply, cancellationToken).ConfigureAwait(false);
                    }

                    if (filled == buffer.Length)
                    {
                        Array.Resize(ref buffer, buffer.Length * 2);
                    }
                }
            }
            catch (SocketException)
            {
                // The client has closed the connection its own way: there is nobody to answer.
            }
            catch (OperationCanceledException)
            {
                // The server ends, and its connections with it.
            }
        }
    }

    private static async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> reply, CancellationToken cancellationToken)
    {
        while (reply.Length > 0)
        {
            reply = reply[await socket.SendAsync(reply, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
    }

    // Null while the request is not there in full.
    private byte[]? Answer(ReadOnlySpan<byte> received, out int length)
    {
        length = 0;
        var head = received.IndexOf(EndOfHead);
        if (head < 0)
        {
            return null;
        }

        var body = head + EndOfHead.Length;
        length = body + ContentLength(received[..body]);
        if (received.Length < length)
        {
            return null;
        }

        var method = received[..received.IndexOf((byte)' ')];
        var target = received[(method.Length + 1)..];
        return responder.Respond(method, target[..target.IndexOf((byte)' ')], received[body..length]).Wire;
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("\r\nContent-Length: "u8);
        return at < 0 ? 0 : Utf8Parser.TryParse(head[(at + 18)..], out int length, out _) ? length : throw new InvalidDataException("The request has no length.");
    }
}
