namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>How many requests a caller may make. Admins have no limit.</summary>
/// <param name="GeneralLimit">Requests of one user in a window.</param>
/// <param name="UnauthenticatedLimit">Requests without a valid token in a window.</param>
/// <param name="ResetIntervalInMinutes">How long a window is; it begins with a caller's first request.</param>
public sealed record CloudFoundryRateLimit(int GeneralLimit = 2000, int UnauthenticatedLimit = 100, int ResetIntervalInMinutes = 60);
