using EmulatorServer.Sockets;
using Microsoft.AspNetCore.Http;
using TaskCancellation.Http;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Sockets;

/// <summary>The emulator behind the server of samples/EmulatorServer, the client as the library makes one for itself. Time passes only while everybody waits for it.</summary>
internal sealed class SocketTransport : HarnessTransport
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Limit = TimeSpan.FromDays(1);

    /// <summary>How many turns of the thread pool nothing may happen in before time passes.</summary>
    private const int Calm = 50;

    /// <summary>How many turns nothing at all may go on before the client must have ended what it did.</summary>
    private const int Silence = 100_000;

    /// <summary>How many turns a reply may take before something must be wrong.</summary>
    private const int Patience = 20_000_000;

    private readonly Traffic traffic = new();
    private readonly List<HttpClient> clients = [];
    private Bridge? bridge;
    private SocketHost? host;

    private SocketTransport(VirtualClock clock)
        : base(clock)
    {
        ServerClock = new WatchedClock(clock, traffic.Park);
        ClientClock = new WatchedClock(clock, traffic.Pause);
    }

    public override TimeProvider ServerClock { get; }

    public override TimeProvider ClientClock { get; }

    public override Uri? Address => host!.Address;

    internal static async Task<SocketTransport> OpenAsync(VirtualClock clock)
    {
        var transport = new SocketTransport(clock);
        transport.host = await SocketHost.StartAsync(0, _ => transport.ServeAsync);
        return transport;
    }

    public override HttpClient Connect(ServiceEmulator emulator)
    {
        bridge ??= new Bridge(emulator);
        var guard = new SingleAttemptHandler(new WatchedHandler(traffic, HttpTaskClient.CreatePrimaryHandler()));
        var client = new HttpClient(guard) { BaseAddress = emulator.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        guard.Guard(client);
        clients.Add(client);
        return client;
    }

    public override Task RunAsync(Task task) => Task.Run(async () =>
    {
        for (var end = Clock.GetUtcNow() + Limit; await HasToPassAsync(task); Clock.Advance(Step))
        {
            if (Clock.GetUtcNow() >= end)
            {
                throw new TimeoutException($"The task had not completed when the clock reached {end:O}.");
            }
        }
    });

    public override Task PassAsync(TimeSpan time) => Task.Run(async () =>
    {
        for (var end = Clock.GetUtcNow() + time; Clock.GetUtcNow() < end; Clock.Advance(traffic.IsIdle ? end - Clock.GetUtcNow() : Step))
        {
            await HasToPassAsync(null);
        }

        await HasToPassAsync(null);
    });

    public override async Task RefuseConnectionsAsync(ServiceEmulator emulator)
    {
        await host!.DisposeAsync();
        host = null;
    }

    public override async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        bridge?.Dispose();
        await base.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        traffic.Handle(1);
        try
        {
            await bridge!.ServeAsync(context);
        }
        finally
        {
            traffic.Handle(-1);
        }
    }

    /// <summary>Waits until the task has ended, or everybody waits for the clock and nothing has happened for a while: then true. Without a task, nobody may be left to wait.</summary>
    private async Task<bool> HasToPassAsync(Task? task)
    {
        var (calm, silent) = (0, 0);
        for (var turn = 0; calm < Calm && task?.IsCompleted != true; turn++)
        {
            var before = traffic.Stirrings;
            await Task.Yield();
            silent = task is null && traffic.IsIdle && traffic.Stirrings == before ? silent + 1 : 0;
            if (silent > Silence)
            {
                return true;
            }

            calm = traffic.IsAtRest && traffic.Stirrings == before ? calm + 1 : 0;
            if (turn > Patience)
            {
                throw new TimeoutException($"Nobody waits for the clock and nothing ends: {traffic}.");
            }
        }

        return task?.IsCompleted != true;
    }
}
