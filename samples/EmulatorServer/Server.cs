using System.Net;
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
    private SelfMadeCertificate? certificate;

    private Server()
    {
    }

    internal IReadOnlyList<RunningService> Services => services;

    internal Uri ControlAddress => control!.Address;

    /// <summary>The certificate that clients must trust, as PEM; null where the services speak http.</summary>
    internal string? AuthorityPem => certificate?.AuthorityPem;

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

        certificate?.Dispose();
    }

    private async Task OpenAsync(ServerSettings settings)
    {
        if (settings.ExternalAddresses.FirstOrDefault(external => external.Service is { } name && settings.Services.All(one => one.Service.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"--external-address: There is no service {unknown.Service}, but {string.Join(", ", settings.Services.Select(one => one.Service.Name))}.");
        }

        clock = new ServerClock(settings.IsManual ? 0 : settings.Speed);
        certificate = settings.IsHttps ? SelfMadeCertificate.Create(clock.Time.GetUtcNow(), settings.ExternalAddresses.Select(external => external.Address.Host)) : null;
        foreach (var (service, port, key) in settings.Services)
        {
            var external = settings.ExternalAddresses.FirstOrDefault(one => one.Service == service.Name) ?? settings.ExternalAddresses.FirstOrDefault(one => one.Service is null);
            services.Add(await RunningService.StartAsync(service, port, listening => new ServiceSettings(clock.Time, external?.For(listening) ?? listening, key, settings.Seed), certificate?.Server, settings.Listen));
        }

        NamedSettings.EndNewTasks(services, settings.NewTasksRunFor);
        foreach (var setting in settings.Set)
        {
            NamedSettings.Apply(services, setting);
        }

        if (settings.Tasks is { } tasks)
        {
            await TaskFile.AddAsync(tasks, services);
        }

        var guard = new OriginGuard(!IPAddress.IsLoopback(settings.Listen), settings.ExternalAddresses.Select(external => external.Address.Host));
        control = await SocketHost.StartAsync(settings.ControlPort, _ => new ControlApi(services, clock, guard).ServeAsync, listen: settings.Listen);
    }
}
