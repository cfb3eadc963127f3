namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A refusal of a whole request; thrown where a check fails, rendered at the top.</summary>
internal sealed class VeevaVaultRefusal(VeevaVaultError error, bool isOfLogin = false) : Exception(error.Message)
{
    internal VeevaVaultError Error => error;

    /// <summary>Set for a login that failed, which the envelope says once more.</summary>
    internal bool IsOfLogin => isOfLogin;

    internal static VeevaVaultRefusal InvalidSession() => new(new("INVALID_SESSION_ID", "Session is no longer valid."));

    internal static VeevaVaultRefusal InsufficientAccess() => new(new("INSUFFICIENT_ACCESS", "User does not have sufficient privileges to perform the action."));

    internal static VeevaVaultRefusal InvalidData(string message) => new(new("INVALID_DATA", message));

    internal static VeevaVaultRefusal ParameterRequired(string name) => new(new("PARAMETER_REQUIRED", $"Missing required parameter [{name}]."));

    internal static VeevaVaultRefusal InvalidFilter(string name) => new(new("INVALID_FILTER", $"The filter [{name}] is not valid."));

    internal static VeevaVaultRefusal LimitExceeded() => new(new("API_LIMIT_EXCEEDED", "You have exceeded the maximum number of calls."));

    internal static VeevaVaultRefusal MalformedUrl() => new(new("MALFORMED_URL", "The specified resource cannot be found."));

    internal static VeevaVaultRefusal MethodNotSupported() => new(new("METHOD_NOT_SUPPORTED", "The specified method is not supported."));

    internal static VeevaVaultRefusal Query(string message) => new(new("INCORRECT_QUERY_SYNTAX_ERROR", message));

    internal static VeevaVaultRefusal Login(string type, string message) => new(new(type, message), isOfLogin: true);
}
