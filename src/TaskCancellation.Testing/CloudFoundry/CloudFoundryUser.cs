namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A user or a client of the UAA, with its credentials and permissions.</summary>
/// <example>
/// <code>
/// emulator.AddUser(new()
/// {
///     Name = "developer",
///     Tokens = ["developer-token"],
///     Roles = [new(CloudFoundryRole.SpaceDeveloper, emulator.DefaultSpaceId)],
/// });
/// </code>
/// </example>
public sealed record CloudFoundryUser : EmulatedUser
{
    /// <summary>Gets the guid; the next of the emulator's sequence when <see langword="null"/>.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the roles and where they apply. Several roles add up.</summary>
    public IReadOnlyList<CloudFoundryGrant> Roles { get; init; } = [];

    /// <summary>Gets the scopes of the tokens; the usual ones of the roles when <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Gets the password that the UAA issues tokens for; <see langword="null"/> for none.</summary>
    public string? Password { get; init; }

    /// <summary>Gets the secret that the UAA issues tokens for when <see cref="EmulatedUser.Name"/> is a client id; <see langword="null"/> for none.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Gets bearer tokens that are valid without the UAA, without <c>bearer</c>.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Gets when <see cref="Tokens"/> expire, on the server's clock; <see langword="null"/> for never.</summary>
    public DateTimeOffset? TokensExpireAt { get; init; }
}
