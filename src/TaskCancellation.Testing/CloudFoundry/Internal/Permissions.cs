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

    internal static bool CanRead(Caller caller, Container space) => caller.Role switch
    {
        Admin or AdminReadOnly or GlobalAuditor => true,
        SpaceDeveloper or SpaceSupporter or SpaceManager or SpaceAuditor or OrganizationManager =>
            caller.Within is null || caller.Within == space.Guid || caller.Within == space.Organization!.Guid,
        _ => false,
    };

    internal static bool SeesCommand(Caller caller) => caller.Role is Admin or AdminReadOnly or SpaceDeveloper;

    internal static void RequireCancel(Caller caller, Container space) =>
        RequireWrite(caller, space, caller.Role is Admin or SpaceDeveloper or SpaceSupporter);

    internal static void RequireDevelop(Caller caller, Container space) =>
        RequireWrite(caller, space, caller.Role is Admin or SpaceDeveloper);

    private static void RequireWrite(Caller caller, Container space, bool allowed)
    {
        if (!allowed)
        {
            throw Refusal.NotAuthorized();
        }

        if (caller.Role == Admin)
        {
            return;
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
