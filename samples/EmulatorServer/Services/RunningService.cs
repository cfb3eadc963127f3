using System.Net;
using System.Security.Cryptography.X509Certificates;
using EmulatorServer.Sockets;

namespace EmulatorServer.Services;

/// <summary>A service on its port.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly SocketHost host;
    private readonly Bridge bridge;

    private RunningService(string name, IServiceControl control, SocketHost host, Bridge bridge)
    {
        Name = name;
        Control = control;
        this.host = host;
        this.bridge = bridge;
    }

    internal string Name { get; }

    internal IServiceControl Control { get; }

    /// <summary>The address that clients use.</summary>
    internal Uri Address => Control.Emulator.BaseAddress;

    /// <summary>The address of the port, which differs when there is an external address.</summary>
    internal Uri Listening => host.Address;

    internal static async Task<RunningService> StartAsync(EmulatedService service, int port, Func<Uri, ServiceSettings> settings, X509Certificate2? certificate = null, IPAddress? listen = null)
    {
        IServiceControl control = null!;
        Bridge bridge = null!;
        var host = await SocketHost.StartAsync(port, address =>
        {
            control = service.Create(settings(address));
            bridge = new Bridge(control.Emulator);
            return bridge.ServeAsync;
        }, certificate, listen);
        return new RunningService(service.Name, control, host, bridge);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        bridge.Dispose();
        Control.Dispose();
    }
}
