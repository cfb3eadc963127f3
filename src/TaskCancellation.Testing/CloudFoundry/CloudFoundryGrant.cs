namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A role of a user in a space or organization.</summary>
/// <param name="Role">The role.</param>
/// <param name="Within">The guid of the space or organization; <see langword="null"/> for everywhere.</param>
public sealed record CloudFoundryGrant(CloudFoundryRole Role, string? Within = null);
