namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A limit on the requests to one process of the Cloud Controller. Admins have no limit. Windows end at a phase that is fixed for each caller: the first can be as short as a second.</summary>
/// <example>
/// <code>
/// emulator.RateLimit = new() { GeneralLimit = 2, Window = TimeSpan.FromMinutes(1) };
/// </code>
/// </example>
public sealed record CloudFoundryRateLimit
{
    /// <summary>Gets the requests of one user in a window.</summary>
    public int GeneralLimit { get; init; } = 2000;

    /// <summary>Gets the requests without a valid token in a window.</summary>
    public int UnauthenticatedLimit { get; init; } = 100;

    /// <summary>Gets the length of a window, in whole minutes.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Gets the limit of a user that headers name, for all processes together; <see cref="GeneralLimit"/> when <see langword="null"/>.</summary>
    public int? GlobalGeneralLimit { get; init; }

    /// <summary>Gets the limit without a valid token that headers name, for all processes together; <see cref="UnauthenticatedLimit"/> when <see langword="null"/>.</summary>
    public int? GlobalUnauthenticatedLimit { get; init; }
}
