using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EmulatorServer.Sockets;

/// <summary>A port and its handler. It adds no headers of its own.</summary>
internal sealed class SocketHost : IAsyncDisposable
{
    /// <summary>Longer than any request line that an emulator accepts, so that the emulator itself refuses longer ones.</summary>
    private const int LongestRequestLine = 128 * 1024;

    private static readonly TimeSpan LongTime = TimeSpan.FromDays(1);

    private readonly WebApplication app;

    private SocketHost(WebApplication app, IPAddress listen)
    {
        this.app = app;
        var address = new UriBuilder(app.Urls.Single());
        if (IsEverywhere(listen))
        {
            address.Host = listen.Equals(IPAddress.Any) ? IPAddress.Loopback.ToString() : "[::1]";
        }

        Address = address.Uri;
    }

    /// <summary>The address for clients on this machine.</summary>
    internal Uri Address { get; }

    /// <summary>Opens the port, then creates its handler, which can depend on the address.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="create">Creates the handler.</param>
    /// <param name="certificate">The certificate for https; null for http.</param>
    /// <param name="listen">Where it listens; on this machine alone by default.</param>
    internal static async Task<SocketHost> StartAsync(int port, Func<Uri, RequestDelegate> create, X509Certificate2? certificate = null, IPAddress? listen = null)
    {
        listen ??= IPAddress.Loopback;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, listen, port, certificate));
        var app = builder.Build();
        var served = new TaskCompletionSource<RequestDelegate>(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Run(async context => await (await served.Task)(context));
        await app.StartAsync();
        var host = new SocketHost(app, listen);
        served.SetResult(create(host.Address));
        return host;
    }

    /// <summary>Closes the port and every connection, answered or not.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private static bool IsEverywhere(IPAddress listen) => listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any);

    private static void Configure(KestrelServerOptions options, IPAddress listen, int port, X509Certificate2? certificate)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestLineSize = LongestRequestLine;
        options.Limits.MaxRequestBodySize = null;

        // A client on a busy machine is not disconnected. An infinite time overflows the server's own clock, and then any idle connection is closed within a second.
        options.Limits.KeepAliveTimeout = LongTime;
        options.Limits.RequestHeadersTimeout = LongTime;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(listen, port, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                endpoint.UseHttps(certificate);
            }
        });
    }
}
