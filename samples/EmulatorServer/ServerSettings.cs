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
}
