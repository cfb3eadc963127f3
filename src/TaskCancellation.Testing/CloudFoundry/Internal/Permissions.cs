using static TaskCancellation.Testing.CloudFoundry.CloudFoundryRole;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Who may do what.</summary>
internal static class Permissions
{
    private static readonly string[] ReadScopes =
        ["cloud_controller.read", "cloud_controller.admin", "cloud_controller.admin_read_only", "cloud_controller.global_auditor"];

    private static readonly string[] WriteScopes = ["cloud_controller.write", "cloud_controller.admin"];

    /// <summary>The token and its scopes, before anything is looked up.</summary>
    internal static Caller Require(Identity identity, bool write)
    {
        if (identity.Caller is not { } caller)
        {
            throw identity.HasInvalidToken ? Refusal.InvalidToken() : Refusal.NotAuthenticated();
        }

        return caller.Scopes.Intersect(write ? WriteScopes : ReadScopes).Any() ? caller : throw Refusal.NotAuthorized();
    }

    internal static bool CanRead(Caller caller, Container space) =>
        caller.Is(Admin, AdminReadOnly, GlobalAuditor)
        || caller.IsIn(space, SpaceDeveloper, SpaceSupporter, SpaceManager, SpaceAuditor, OrganizationManager);

    internal static bool SeesCommand(Caller caller, Container space) =>
        caller.Is(Admin, AdminReadOnly) || caller.IsIn(space, SpaceDeveloper);

    internal static void RequireCancel(Caller caller, Container space) => RequireWrite(caller, space, SpaceDeveloper, SpaceSupporter);

    internal static void RequireDevelop(Caller caller, Container space) => RequireWrite(caller, space, SpaceDeveloper);

    private static void RequireWrite(Caller caller, Container space, params ReadOnlySpan<CloudFoundryRole> roles)
    {
        if (caller.Is(Admin))
        {
            return;
        }

        if (!caller.IsIn(space, roles))
        {
            throw Refusal.NotAuthorized();
        }

        var organization = space.Organization!;
        if (organization.IsBeingDeleted || space.IsBeingDeleted)
        {
            throw Refusal.BeingDeleted(organization.IsBeingDeleted ? "organization" : "space");
        }

        if (organization.IsSuspended || space.IsSuspended)
        {
            throw organization.IsSuspended ? Refusal.OrganizationSuspended() : Refusal.SpaceSuspended();
        }
    }
}
