namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>An error of the UAA; thrown where a check fails, rendered at the top.</summary>
internal sealed class UaaRefusal(int status, string error, string description) : Exception(description)
{
    internal int Status => status;

    internal string Error => error;

    internal static UaaRefusal BadCredentials() => new(401, "unauthorized", "Bad credentials");

    internal static UaaRefusal BadToken() => new(401, "invalid_token", "The token expired, was revoked, or the token ID is incorrect.");

    internal static UaaRefusal InvalidRequest(string description) => new(400, "invalid_request", description);

    internal static UaaRefusal UnsupportedGrant(string grant) => new(400, "unsupported_grant_type", $"Unsupported grant type: {grant}");

    internal static UaaRefusal UnauthorizedGrant(string grant) => new(401, "invalid_client", $"Unauthorized grant type: {grant}");

    internal static UaaRefusal InvalidScope(string scopes) => new(400, "invalid_scope", $"[{scopes}] is invalid. This user is not allowed any of the requested scopes");

    internal static UaaRefusal InsufficientScope(string scope) => new(403, "insufficient_scope", $"Insufficient scope for this resource: {scope}");
}
