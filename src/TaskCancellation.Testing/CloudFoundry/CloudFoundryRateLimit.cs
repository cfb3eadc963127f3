namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>How many requests a caller may make of one process of the Cloud Controller. Admins have no limit. Windows end at a phase that each caller has for ever: the first one can be a second long.</summary>
/// <param name="GeneralLimit">Requests of one user in a window.</param>
/// <param name="UnauthenticatedLimit">Requests without a valid token in a window.</param>
/// <param name="ResetIntervalInMinutes">How long a window is.</param>
/// <param name="GlobalGeneralLimit">What headers name as the limit of a user, for all processes together; <paramref name="GeneralLimit"/> when null.</param>
/// <param name="GlobalUnauthenticatedLimit">What headers name as the limit without a valid token; <paramref name="UnauthenticatedLimit"/> when null.</param>
public sealed record CloudFoundryRateLimit(
    int GeneralLimit = 2000,
    int UnauthenticatedLimit = 100,
    int ResetIntervalInMinutes = 60,
    int? GlobalGeneralLimit = null,
    int? GlobalUnauthenticatedLimit = null);
