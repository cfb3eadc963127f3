using EmulatorServer.Sockets;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Sockets;

/// <summary>An emulator behind a real socket, for clients on the real clock. In the emulator no time passes.</summary>
internal sealed class RealTimeTransport : HarnessTransport
{
    private Bridge? bridge;
    private SocketHost? host;

    private RealTimeTransport()
        : base(new VirtualClock())
    {
    }

    public override TimeProvider ClientClock => TimeProvider.System;

    public override Uri Address => host!.Address;

    internal static async Task<RealTimeTransport> OpenAsync()
    {
        var transport = new RealTimeTransport();
        transport.host = await SocketHost.StartAsync(0, _ => context => transport.bridge!.ServeAsync(context));
        return transport;
    }

    /// <summary>Lets the emulator answer at the address.</summary>
    internal void Serve(ServiceEmulator emulator) => bridge = new Bridge(emulator);

    public override Task RunAsync(Task task) => task;

    public override async ValueTask DisposeAsync()
    {
        await host!.DisposeAsync();
        bridge?.Dispose();
        await base.DisposeAsync();
    }
}
