using EmulatorServer.Control;
using EmulatorServer.Services;
using EmulatorServer.Sockets;

namespace EmulatorServer;

/// <summary>All services and the control endpoint, each on its port.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly List<RunningService> services = [];
    private SocketHost? control;
    private ServerClock? clock;

    private Server()
    {
    }

    internal IReadOnlyList<RunningService> Services => services;

    internal Uri ControlAddress => control!.Address;

    internal static async Task<Server> StartAsync(ServerSettings settings)
    {
        var server = new Server();
        try
        {
            await server.OpenAsync(settings);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (control is not null)
        {
            await control.DisposeAsync();
        }

        foreach (var service in services)
        {
            await service.DisposeAsync();
        }

        if (clock is not null)
        {
            await clock.DisposeAsync();
        }
    }

    private async Task OpenAsync(ServerSettings settings)
    {
        clock = new ServerClock(settings.IsManual ? 0 : settings.Speed);
        foreach (var (service, port, key) in settings.Services)
        {
            services.Add(await RunningService.StartAsync(service, port, address => new ServiceSettings(clock.Time, address, key, settings.Seed)));
        }

        if (settings.Tasks is { } tasks)
        {
            await TaskFile.AddAsync(tasks, services);
        }

        control = await SocketHost.StartAsync(settings.ControlPort, _ => new ControlApi(services, clock).ServeAsync);
    }
}
