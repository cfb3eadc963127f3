using TaskCancellation.Testing;

namespace SixthService.Emulator;

/// <summary>A user of the emulated service: an API key.</summary>
public sealed record WorkflowUser : EmulatedUser
{
    /// <summary>Gets the API key, expected as a bearer token.</summary>
    public required string ApiKey { get; init; }
}
