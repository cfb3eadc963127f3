namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Who a token stands for.</summary>
internal sealed record Caller(string UserGuid, string UserName, IReadOnlyList<CloudFoundryGrant> Roles, IReadOnlyList<string> Scopes)
{
    internal static IEnumerable<string> DefaultScopes(IReadOnlyList<CloudFoundryGrant> roles) =>
        roles.Select(grant => grant.Role).DefaultIfEmpty().SelectMany(DefaultScopes).Distinct();

    /// <summary>Whether a role is had everywhere, by a scope of the token.</summary>
    internal static bool IsEverywhere(CloudFoundryRole role) => role is CloudFoundryRole.Admin or CloudFoundryRole.AdminReadOnly or CloudFoundryRole.GlobalAuditor;

    /// <summary>The roles that scopes give.</summary>
    internal static IEnumerable<CloudFoundryGrant> RolesOf(IReadOnlyList<string> scopes) =>
        new[] { CloudFoundryRole.Admin, CloudFoundryRole.AdminReadOnly, CloudFoundryRole.GlobalAuditor }
            .Where(role => scopes.Contains(DefaultScopes(role)[0])).Select(role => new CloudFoundryGrant(role));

    /// <summary>The same caller, once something was done that may refuse.</summary>
    internal Caller After(Action act)
    {
        act();
        return this;
    }

    /// <summary>Whether it has a role that is had everywhere.</summary>
    internal bool SeesAll => Roles.Any(grant => IsEverywhere(grant.Role));

    /// <summary>Whether it has one of these roles, wherever.</summary>
    internal bool Is(params CloudFoundryRole[] roles) => Roles.Any(grant => roles.Contains(grant.Role));

    /// <summary>Whether it has one of these roles in that space, or in its organization.</summary>
    internal bool IsIn(Container space, params CloudFoundryRole[] roles) => IsWithin(space.Guid, roles) || IsWithin(space.Organization!.Guid, roles);

    /// <summary>Whether it has one of these roles everywhere, or in the space or organization of that guid.</summary>
    internal bool IsWithin(string guid, params CloudFoundryRole[] roles) => Roles.Any(grant => roles.Contains(grant.Role) && (grant.Within is null || grant.Within == guid));

    private static string[] DefaultScopes(CloudFoundryRole role) => role switch
    {
        CloudFoundryRole.Admin => ["cloud_controller.admin", "cloud_controller.read", "cloud_controller.write"],
        CloudFoundryRole.AdminReadOnly => ["cloud_controller.admin_read_only"],
        CloudFoundryRole.GlobalAuditor => ["cloud_controller.global_auditor"],
        _ => ["cloud_controller.read", "cloud_controller.write"],
    };
}

/// <summary>Whom a request comes from, if anyone.</summary>
/// <param name="Caller">The caller, when the token is good.</param>
/// <param name="HasInvalidToken">Whether there is a bearer token that is not.</param>
internal sealed record Identity(Caller? Caller, bool HasInvalidToken)
{
    /// <summary>A bearer token that is not good.</summary>
    internal static readonly Identity Invalid = new(null, HasInvalidToken: true);

    /// <summary>Whether the scopes of the token are no list, which the server stumbles over.</summary>
    internal bool HasUnreadableScopes { get; init; }
}
