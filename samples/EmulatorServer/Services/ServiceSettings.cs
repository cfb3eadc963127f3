namespace EmulatorServer.Services;

/// <summary>The parameters of an emulator.</summary>
/// <param name="Clock">Its clock.</param>
/// <param name="Address">The root of its port.</param>
/// <param name="Key">The credential it takes; null for its own default.</param>
/// <param name="Seed">Where its ids and instants begin.</param>
internal sealed record ServiceSettings(TimeProvider Clock, Uri Address, string? Key, int Seed);
