using static TaskCancellation.Testing.CloudFoundry.CloudFoundryRole;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Who may do what.</summary>
internal static class Permissions
{
    private static readonly string[] ReadScopes =
        ["cloud_controller.read", "cloud_controller.admin", "cloud_controller.admin_read_only", "cloud_controller.global_auditor"];

    private static readonly string[] WriteScopes = ["cloud_controller.write", "cloud_controller.admin"];

    private static readonly string[] OpenToAll = ["/v3", "/v2/info", "/healthz", "/internal"];

    /// <summary>The token and its scopes, before anything is looked up.</summary>
    internal static Caller Require(Identity identity, bool write)
    {
        if (identity.Caller is not { } caller)
        {
            throw Unidentified(identity);
        }

        if (identity.HasUnreadableScopes)
        {
            throw Refusal.Unknown();
        }

        return caller.Scopes.Intersect(write ? WriteScopes : ReadScopes).Any() ? caller : throw Refusal.NotAuthorized();
    }

    internal static Refusal Unidentified(Identity identity) => identity.HasInvalidToken ? Refusal.InvalidToken() : Refusal.NotAuthenticated();

    /// <summary>Who supports a space has a role that only the third API knows: the rest is closed, but for what tells where things are.</summary>
    internal static void RequireOldRole(Caller? caller, string path)
    {
        if (caller?.Is(SpaceSupporter) == true && path != "/" && !Array.Exists(OpenToAll, open => path.StartsWith(open, StringComparison.Ordinal)))
        {
            throw Refusal.WrongApi();
        }
    }

    internal static bool CanRead(Caller caller, Container space) =>
        caller.SeesAll
        || caller.IsIn(space, SpaceDeveloper, SpaceSupporter, SpaceManager, SpaceAuditor, OrganizationManager);

    /// <summary>Roles in a space go with it; what happened in it stays for those whose roles are elsewhere.</summary>
    internal static bool CanReadEvent(Caller caller, Container? space, string organizationGuid) =>
        caller.SeesAll
        || (space is not null && caller.IsIn(space, SpaceDeveloper, SpaceSupporter, SpaceAuditor))
        || caller.IsWithin(organizationGuid, OrganizationAuditor);

    internal static bool SeesCommand(Caller caller, Container space) =>
        caller.Is(Admin, AdminReadOnly) || caller.IsIn(space, SpaceDeveloper);

    /// <summary>Whether it may cancel there, were nothing suspended.</summary>
    internal static bool MayCancel(Caller caller, Container space) => caller.SeesAll || caller.IsIn(space, SpaceDeveloper, SpaceSupporter);

    internal static void RequireCancel(Caller caller, Container space) => RequireWrite(caller, space, SpaceDeveloper, SpaceSupporter);

    internal static void RequireDevelop(Caller caller, Container space) => RequireWrite(caller, space, SpaceDeveloper);

    /// <summary>Organizations are deleted by admins, spaces by managers of their organization too.</summary>
    internal static void RequireDelete(Caller caller, Container container)
    {
        if (caller.Is(Admin))
        {
            return;
        }

        if (container.Organization is not { } organization || !caller.IsIn(container, OrganizationManager))
        {
            throw Refusal.NotAuthorized();
        }

        RequireActive(organization);
    }

    private static void RequireWrite(Caller caller, Container space, params CloudFoundryRole[] roles)
    {
        if (caller.Is(Admin))
        {
            return;
        }

        if (!caller.IsIn(space, roles))
        {
            throw Refusal.NotAuthorized();
        }

        RequireActive(space.Organization!);

        // Who manages the organization is not bound by the state of its spaces.
        if ((space.IsBeingDeleted || space.IsSuspended) && !caller.IsIn(space, OrganizationManager))
        {
            throw space.IsBeingDeleted ? Refusal.BeingDeleted("space") : Refusal.SpaceSuspended();
        }
    }

    private static void RequireActive(Container organization)
    {
        if (organization.IsBeingDeleted || organization.IsSuspended)
        {
            throw organization.IsBeingDeleted ? Refusal.BeingDeleted("organization") : Refusal.OrganizationSuspended();
        }
    }
}
