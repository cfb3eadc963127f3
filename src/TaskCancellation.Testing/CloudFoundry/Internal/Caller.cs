namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Who a token stands for.</summary>
/// <param name="Within">The space or organization the role is in; null for everywhere.</param>
internal sealed record Caller(string UserGuid, string UserName, CloudFoundryRole Role, string? Within, IReadOnlyList<string> Scopes)
{
    internal static IReadOnlyList<string> DefaultScopes(CloudFoundryRole role) => role switch
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
internal sealed record Identity(Caller? Caller, bool HasInvalidToken);
