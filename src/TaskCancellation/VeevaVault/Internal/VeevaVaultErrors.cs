namespace TaskCancellation.VeevaVault;

/// <summary>The error types that mean something to this client, and what they mean. The set is open; texts are not a contract.</summary>
internal static class VeevaVaultErrors
{
    internal const string InvalidSession = "INVALID_SESSION_ID";
    internal const string LimitExceeded = "API_LIMIT_EXCEEDED";
    internal const string Unexpected = "UNEXPECTED_ERROR";
    internal const string InsufficientAccess = "INSUFFICIENT_ACCESS";
    internal const string ConfigurationMode = "CONFIGURATION_MODE_ENABLED";
    internal const string InvalidData = "INVALID_DATA";
    internal const string OperationNotAllowed = "OPERATION_NOT_ALLOWED";
    internal const string ParameterRequired = "PARAMETER_REQUIRED";
    internal const string MethodNotSupported = "METHOD_NOT_SUPPORTED";
    internal const string MalformedUrl = "MALFORMED_URL";

    /// <summary>What a failure means.</summary>
    /// <param name="status">FAILURE, the caller's, or EXCEPTION, the system's.</param>
    /// <param name="type">The error type, or null.</param>
    internal static TaskErrorReason KindOf(string? status, string? type) => (status, type) switch
    {
        (VeevaVaultErrorBody.Exception, _) => TaskErrorReason.ServerError,
        (_, InvalidSession or "EXPIRED_TOKEN" or "INVALID_TOKEN" or "AUTHENTICATION_FAILED") => TaskErrorReason.Authentication,
        (_, "USERNAME_OR_PASSWORD_INCORRECT" or "NO_PASSWORD_PROVIDED" or "INACTIVE_USER" or "USER_LOCKED_OUT" or "PASSWORD_CHANGE_REQUIRED" or "USER_NOT_FOUND") => TaskErrorReason.Authentication,
        (_, InsufficientAccess or ConfigurationMode) => TaskErrorReason.Authorization,
        (_, LimitExceeded) => TaskErrorReason.Throttled,
        (_, Unexpected or "RACE_CONDITION" or "OPERATION_IN_PROGRESS") => TaskErrorReason.ServerError,
        _ => TaskErrorReason.InvalidRequest,
    };
}
