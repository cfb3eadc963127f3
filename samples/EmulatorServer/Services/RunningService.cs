using EmulatorServer.Sockets;

namespace EmulatorServer.Services;

/// <summary>A service on its port.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly SocketHost host;
    private readonly Bridge bridge;

    private RunningService(string name, ServiceControl control, SocketHost host, Bridge bridge)
    {
        Name = name;
        Control = control;
        this.host = host;
        this.bridge = bridge;
    }

    internal string Name { get; }

    internal ServiceControl Control { get; }

    internal Uri Address => Control.Emulator.BaseAddress;

    internal static async Task<RunningService> StartAsync(EmulatedService service, int port, Func<Uri, ServiceSettings> settings)
    {
        ServiceControl control = null!;
        Bridge bridge = null!;
        var host = await SocketHost.StartAsync(port, address =>
        {
            control = service.Create(settings(address));
            bridge = new Bridge(control.Emulator);
            return bridge.ServeAsync;
        });
        return new RunningService(service.Name, control, host, bridge);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        bridge.Dispose();
        Control.Dispose();
    }
}
