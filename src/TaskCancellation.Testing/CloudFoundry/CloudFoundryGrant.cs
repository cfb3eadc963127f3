namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A role that a user has somewhere.</summary>
/// <param name="Role">The role.</param>
/// <param name="Within">The guid of the space or organization that it is had in; null for everywhere.</param>
public sealed record CloudFoundryGrant(CloudFoundryRole Role, string? Within = null);
