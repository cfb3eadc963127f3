using System.Net;
using System.Net.Sockets;
using TaskCancellation.Testing;

namespace TaskCancellation.Tool.Emulators;

/// <summary>An emulator on a loopback port.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const int Attempts = 20;
    private readonly HttpListener listener;
    private readonly ServiceEmulator emulator;
    private readonly HttpMessageInvoker invoker;
    private readonly Task serving;

    private LoopbackServer(HttpListener listener, ServiceEmulator emulator)
    {
        this.listener = listener;
        this.emulator = emulator;
        invoker = new HttpMessageInvoker(emulator, disposeHandler: false);
        serving = ServeAsync();
    }

    /// <summary>The address for clients.</summary>
    internal Uri Address => emulator.BaseAddress;

    /// <summary>Opens the port, then makes the emulator, which knows its address.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="create">Makes the emulator.</param>
    internal static LoopbackServer Start(int port, Func<Uri, ServiceEmulator> create)
    {
        for (var attempt = 1; ; attempt++)
        {
            var address = new Uri($"http://127.0.0.1:{(port == 0 ? FindFreePort() : port)}/");
            var listener = new HttpListener { Prefixes = { address.ToString() } };
            try
            {
                listener.Start();
                return new LoopbackServer(listener, create(address));
            }
            catch (HttpListenerException taken) when (port != 0 || attempt == Attempts)
            {
                throw new IOException($"Port {address.Port} cannot be opened: {taken.Message}", taken);
            }
            catch (HttpListenerException)
            {
                // Somebody took the free port first.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
        invoker.Dispose();
        emulator.Dispose();
    }

    // A listener takes no port 0.
    private static int FindFreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException && !listener.IsListening)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var request = Read(context.Request);
            using var reply = await invoker.SendAsync(request, CancellationToken.None);
            await WriteAsync(reply, context.Response);
        }
        catch (Exception end) when (end is HttpRequestException or OperationCanceledException or HttpListenerException or IOException or ObjectDisposedException or ProtocolViolationException)
        {
            // The client has gone, or the emulator breaks the connection off.
            context.Response.Abort();
        }
    }

    private HttpRequestMessage Read(HttpListenerRequest from)
    {
        // The path as it was sent, neither decoded nor normalized.
        var request = new HttpRequestMessage(new HttpMethod(from.HttpMethod), new Uri(emulator.BaseAddress.GetLeftPart(UriPartial.Authority) + from.RawUrl, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (from.HasEntityBody)
        {
            request.Content = new StreamContent(from.InputStream);
        }

        foreach (var name in from.Headers.AllKeys.OfType<string>().Where(name => !name.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, from.Headers.GetValues(name)!))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, from.Headers.GetValues(name)!);
            }
        }

        return request;
    }

    private static async Task WriteAsync(HttpResponseMessage reply, HttpListenerResponse to)
    {
        var body = await reply.Content.ReadAsByteArrayAsync();
        to.StatusCode = (int)reply.StatusCode;
        foreach (var (name, values) in reply.Headers.NonValidated.Concat(reply.Content.Headers.NonValidated))
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var value in values)
                {
                    to.AppendHeader(name, value);
                }
            }
        }

        to.ContentLength64 = body.Length;
        if (body.Length > 0)
        {
            await to.OutputStream.WriteAsync(body);
        }

        to.Close();
    }
}
