using TaskCancellation.Http;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Http;
using TaskCancellation.Tests.Sockets;

namespace TaskCancellation.Tests.Faults;

/// <summary>The emulator behind a raw socket, the client as the library makes one for itself, on a clock that runs many times as fast as it should, so that nobody waits long for a silence. In the emulator no time passes but by hand.</summary>
internal sealed class SocketFaultTransport : HarnessTransport
{
    private const double Speed = 20;
    private readonly LoopbackServer server;
    private readonly List<HttpClient> clients = [];
    private EmulatorFront? front;
    private SocketFault? fault;
    private Func<string, bool>? hits;
    private bool isClosed;

    internal SocketFaultTransport()
        : this(new VirtualClock())
    {
    }

    private SocketFaultTransport(VirtualClock clock)
        : base(clock) => (server, Stands) = (new LoopbackServer(ServeAsync), clock);

    /// <summary>The clock of the emulator.</summary>
    internal VirtualClock Stands { get; }

    public override TimeProvider ClientClock { get; } = VirtualClock.Scaled(Speed);

    public override Uri Address => server.Address;

    /// <summary>Lets the fault hit the next request that is of the kind.</summary>
    internal void Next(SocketFault next, Func<string, bool> kind) => (fault, hits) = (next, kind);

    /// <summary>Whether it has hit one.</summary>
    internal bool HasHit { get; private set; }

    public override HttpClient Connect(ServiceEmulator emulator)
    {
        front ??= new EmulatorFront(emulator);
        var client = SingleAttemptHandler.CreateClient(HttpTaskClient.CreatePrimaryHandler());
        client.BaseAddress = server.Address;
        clients.Add(client);
        return client;
    }

    public override Task RunAsync(Task task) => task;

    public override async Task RefuseConnectionsAsync(ServiceEmulator emulator)
    {
        isClosed = true;
        await server.DisposeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        if (!isClosed)
        {
            await server.DisposeAsync();
        }

        front?.Dispose();
        await base.DisposeAsync();
    }

    private async Task ServeAsync(LoopbackConnection connection)
    {
        while (await connection.ReadAsync() is { } request)
        {
            if (fault is { } next && hits!(request))
            {
                (fault, HasHit) = (null, true);
                await next.PlayAsync(connection, next.IsActedOn ? await front!.ActAsync(request) : null);
                return;
            }

            await connection.WriteAsync(await front!.ActAsync(request));
        }
    }
}
