namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A user or a client of the UAA: what it shows, and what it may do.</summary>
public sealed record CloudFoundryUser : EmulatedUser
{
    /// <summary>Its guid; the next of the emulator's sequence when null.</summary>
    public string? Id { get; init; }

    /// <summary>What it is, and where; several roles add up.</summary>
    public IReadOnlyList<CloudFoundryGrant> Roles { get; init; } = [];

    /// <summary>The scopes of its tokens; those usual for its roles when null.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The password that the UAA gives tokens for; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>The secret that the UAA gives tokens for when <see cref="EmulatedUser.Name"/> is a client's id; null for none.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Bearer tokens that are good without the UAA, each without "bearer".</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>When <see cref="Tokens"/> end, on the server's clock; never when null.</summary>
    public DateTimeOffset? TokensExpireAt { get; init; }
}
