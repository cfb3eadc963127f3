using System.Net;
using EmulatorServer.Services;

namespace EmulatorServer;

/// <summary>What is served, and how.</summary>
internal sealed record ServerSettings
{
    public required IReadOnlyList<(EmulatedService Service, int Port, string? Key)> Services { get; init; }

    public int ControlPort { get; init; }

    public double Speed { get; init; } = 1;

    public bool IsManual { get; init; }

    public int Seed { get; init; } = 1;

    public FileInfo? Tasks { get; init; }

    /// <summary>Settings of the emulators, each as <c>service.name=value</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>How many seconds tasks created over HTTP run; below 0 to run until they are finished. Null for the default.</summary>
    public double? NewTasksRunFor { get; init; }

    /// <summary>Whether the services use https, with a certificate created at the start.</summary>
    public bool IsHttps { get; init; }

    /// <summary>Where the ports listen: on this machine alone, unless set.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    public IReadOnlyList<ExternalAddress> ExternalAddresses { get; init; } = [];
}
