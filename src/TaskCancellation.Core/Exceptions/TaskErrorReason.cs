namespace TaskCancellation;

/// <summary>Specifies why a request failed, in terms that apply to every service.</summary>
public enum TaskErrorReason
{
    /// <summary>None of the other reasons.</summary>
    Unknown = 0,

    /// <summary>The service considers the request itself invalid (400, 422 …).</summary>
    InvalidRequest,

    /// <summary>There is no credential, or the service does not accept it (401).</summary>
    Authentication,

    /// <summary>The credential is not allowed to do this (403).</summary>
    Authorization,

    /// <summary>The service does not know the task, or does not show it (404).</summary>
    NotFound,

    /// <summary>The state of the task does not allow it (409, Cloud Foundry's 422 code 10008).</summary>
    Conflict,

    /// <summary>There are too many requests (429). Nothing was done.</summary>
    Throttled,

    /// <summary>The service, or a component in front of it, failed (5xx) or stopped waiting (408). It may have acted.</summary>
    ServerError,

    /// <summary>No reply was received within the time allowed. The inner exception is a <see cref="TimeoutException"/>.</summary>
    Timeout,

    /// <summary>The connection could not be established, or was lost.</summary>
    Connection,

    /// <summary>No secure connection could be established.</summary>
    /// <remarks>The certificate is not trusted, not valid at this time, or issued for another name, or the port does not use TLS. Nothing was sent, and a retry does not help.</remarks>
    Tls,

    /// <summary>The reply is not what the service's protocol allows: a redirect, an HTML page, or malformed or oversized JSON.</summary>
    Protocol,
}
