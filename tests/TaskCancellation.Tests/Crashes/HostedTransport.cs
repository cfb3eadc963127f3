using EmulatorServer.Sockets;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Crashes;

/// <summary>The emulator on a port of this machine, for clients in other processes. Its clock stands still.</summary>
internal sealed class HostedTransport : HarnessTransport
{
    private readonly TaskCompletionSource<Bridge> served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketHost? host;

    private HostedTransport(VirtualClock clock)
        : base(clock)
    {
    }

    public override Uri Address => host!.Address;

    internal static async Task<HostedTransport> OpenAsync()
    {
        var transport = new HostedTransport(new VirtualClock());
        transport.host = await SocketHost.StartAsync(0, _ => async context => await (await transport.served.Task).ServeAsync(context));
        return transport;
    }

    internal new VirtualClock Clock => base.Clock;

    internal void Serve(ServiceEmulator emulator) => served.SetResult(new Bridge(emulator));

    public override async ValueTask DisposeAsync()
    {
        await host!.DisposeAsync();
        if (served.Task.IsCompletedSuccessfully)
        {
            (await served.Task).Dispose();
        }

        await base.DisposeAsync();
    }
}
