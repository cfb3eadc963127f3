using static TaskCancellation.Testing.CloudFoundry.CloudFoundryRole;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The identity behind a token.</summary>
internal sealed record CloudFoundryCaller(string UserGuid, string UserName, IReadOnlyList<CloudFoundryGrant> Roles, IReadOnlyList<string> Scopes)
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
    internal CloudFoundryCaller After(Action act)
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

/// <summary>The identity of a request, if any.</summary>
/// <param name="Caller">The caller, when the token is good.</param>
/// <param name="HasInvalidToken">Whether there is a bearer token that is not.</param>
internal sealed record CloudFoundryIdentity(CloudFoundryCaller? Caller, bool HasInvalidToken)
{
    /// <summary>A bearer token that is not good.</summary>
    internal static readonly CloudFoundryIdentity Invalid = new(null, HasInvalidToken: true);

    /// <summary>Whether the scopes of the token are no list, which the server stumbles over.</summary>
    internal bool HasUnreadableScopes { get; init; }
}

/// <summary>The permissions of roles.</summary>
internal static class CloudFoundryPermissions
{
    private static readonly string[] ReadScopes =
        ["cloud_controller.read", "cloud_controller.admin", "cloud_controller.admin_read_only", "cloud_controller.global_auditor"];

    private static readonly string[] WriteScopes = ["cloud_controller.write", "cloud_controller.admin"];

    private static readonly string[] OpenToAll = ["/v3", "/v2/info", "/healthz", "/internal"];

    /// <summary>The token and its scopes, before anything is looked up.</summary>
    internal static CloudFoundryCaller Require(CloudFoundryIdentity identity, bool write)
    {
        if (identity.Caller is not { } caller)
        {
            throw Unidentified(identity);
        }

        if (identity.HasUnreadableScopes)
        {
            throw CloudFoundryRefusal.Unknown();
        }

        return caller.Scopes.Intersect(write ? WriteScopes : ReadScopes).Any() ? caller : throw CloudFoundryRefusal.NotAuthorized();
    }

    internal static CloudFoundryRefusal Unidentified(CloudFoundryIdentity identity) => identity.HasInvalidToken ? CloudFoundryRefusal.InvalidToken() : CloudFoundryRefusal.NotAuthenticated();

    /// <summary>Space supporter is a role that only the v3 API knows: the other APIs refuse it, except for discovery.</summary>
    internal static void RequireOldRole(CloudFoundryCaller? caller, string path)
    {
        if (caller?.Is(SpaceSupporter) == true && path != "/" && !Array.Exists(OpenToAll, open => path.StartsWith(open, StringComparison.Ordinal)))
        {
            throw CloudFoundryRefusal.WrongApi();
        }
    }

    internal static bool CanRead(CloudFoundryCaller caller, Container space) =>
        caller.SeesAll
        || caller.IsIn(space, SpaceDeveloper, SpaceSupporter, SpaceManager, SpaceAuditor, OrganizationManager);

    /// <summary>Roles in a space go with it; what happened in it stays for those whose roles are elsewhere.</summary>
    internal static bool CanReadEvent(CloudFoundryCaller caller, Container? space, string organizationGuid) =>
        caller.SeesAll
        || (space is not null && caller.IsIn(space, SpaceDeveloper, SpaceSupporter, SpaceAuditor))
        || caller.IsWithin(organizationGuid, OrganizationAuditor);

    internal static bool SeesCommand(CloudFoundryCaller caller, Container space) =>
        caller.Is(Admin, AdminReadOnly) || caller.IsIn(space, SpaceDeveloper);

    /// <summary>Whether it may cancel there, were nothing suspended.</summary>
    internal static bool MayCancel(CloudFoundryCaller caller, Container space) => caller.SeesAll || caller.IsIn(space, SpaceDeveloper, SpaceSupporter);

    internal static void RequireCancel(CloudFoundryCaller caller, Container space) => RequireWrite(caller, space, SpaceDeveloper, SpaceSupporter);

    internal static void RequireDevelop(CloudFoundryCaller caller, Container space) => RequireWrite(caller, space, SpaceDeveloper);

    /// <summary>Organizations are deleted by admins, spaces by managers of their organization too.</summary>
    internal static void RequireDelete(CloudFoundryCaller caller, Container container)
    {
        if (caller.Is(Admin))
        {
            return;
        }

        if (container.Organization is not { } organization || !caller.IsIn(container, OrganizationManager))
        {
            throw CloudFoundryRefusal.NotAuthorized();
        }

        RequireActive(organization);
    }

    private static void RequireWrite(CloudFoundryCaller caller, Container space, params CloudFoundryRole[] roles)
    {
        if (caller.Is(Admin))
        {
            return;
        }

        if (!caller.IsIn(space, roles))
        {
            throw CloudFoundryRefusal.NotAuthorized();
        }

        RequireActive(space.Organization!);

        // A manager of the organization is not bound by the state of its spaces.
        if ((space.IsBeingDeleted || space.IsSuspended) && !caller.IsIn(space, OrganizationManager))
        {
            throw space.IsBeingDeleted ? CloudFoundryRefusal.BeingDeleted("space") : CloudFoundryRefusal.SpaceSuspended();
        }
    }

    private static void RequireActive(Container organization)
    {
        if (organization.IsBeingDeleted || organization.IsSuspended)
        {
            throw organization.IsBeingDeleted ? CloudFoundryRefusal.BeingDeleted("organization") : CloudFoundryRefusal.OrganizationSuspended();
        }
    }
}

/// <summary>Looks up what a caller can see. Anything else is not found.</summary>
internal sealed class Lookups(CloudFoundryEmulator emulator, CloudFoundryStore store)
{
    internal CloudFoundryStoredTask Task(CloudFoundryCaller caller, string guid) =>
        store.FindTask(guid) is { } task && CloudFoundryPermissions.CanRead(caller, task.App.Space) ? task : throw NotFound("task");

    internal App App(CloudFoundryCaller caller, string guid) =>
        store.FindApp(guid) is { } app && CloudFoundryPermissions.CanRead(caller, app.Space) ? app : throw NotFound("app");

    internal CloudFoundryAuditEvent Event(CloudFoundryCaller caller, string guid) =>
        store.Events.FirstOrDefault(line => line.Id == guid) is { } line && CanRead(caller, line) ? line : throw NotFound("event");

    internal Container Container(CloudFoundryCaller caller, string kind, string guid) => FindContainer(caller, kind, guid) ?? throw NotFound(kind);

    /// <summary>Whether there is something of that kind to see, of all that can be put into the emulator.</summary>
    internal bool IsThere(CloudFoundryCaller caller, string kind, string guid) => kind switch
    {
        "app" => store.FindApp(guid) is { } app && CloudFoundryPermissions.CanRead(caller, app.Space),
        "droplet" => store.FindDroplet(guid) is { } droplet && CloudFoundryPermissions.CanRead(caller, droplet.App.Space),
        "process" => store.FindProcess(guid) is not null,
        _ => FindContainer(caller, kind, guid) is not null,
    };

    internal bool CanRead(CloudFoundryCaller caller, CloudFoundryAuditEvent line) => CloudFoundryPermissions.CanReadEvent(caller, store.FindContainer(line.SpaceId), line.OrganizationId);

    /// <summary>An organization or a space, depending on the kind. An organization is visible to every user with a role in it.</summary>
    private Container? FindContainer(CloudFoundryCaller caller, string kind, string guid)
    {
        var container = store.FindContainer(guid);
        var isSeen = container?.Organization is not null
            ? kind == "space" && CloudFoundryPermissions.CanRead(caller, container)
            : kind == "organization" && caller.Roles.Any(grant => grant.Role != CloudFoundryRole.None && (grant.Within is null || store.FindContainer(grant.Within)?.IsIn(guid) == true));
        return isSeen ? container : null;
    }

    private CloudFoundryRefusal NotFound(string kind) => emulator.Flavor == CloudFoundryFlavor.Korifi
        ? CloudFoundryRefusal.Missing(emulator.Inferred($"{CloudFoundryRefusal.NotFound(kind).Message}. Ensure it exists and you have access to it."))
        : CloudFoundryRefusal.NotFound(kind);
}
