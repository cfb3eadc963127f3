namespace TaskCancellation;

/// <summary>What went wrong with a request, in terms that hold for every service.</summary>
public enum TaskErrorReason
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>The service found the request itself wrong (400, 422 …).</summary>
    InvalidRequest,

    /// <summary>No credential, or one the service does not accept (401).</summary>
    Authentication,

    /// <summary>The credential may not do this (403).</summary>
    Authorization,

    /// <summary>The service does not know the task, or does not show it (404).</summary>
    NotFound,

    /// <summary>The state of the task does not allow it (409, Cloud Foundry's 422 code 10008).</summary>
    Conflict,

    /// <summary>Too many requests (429). Nothing was done.</summary>
    Throttled,

    /// <summary>The service, or what stands before it, failed (5xx) or gave up waiting (408). It may have acted.</summary>
    ServerError,

    /// <summary>No reply within the time allowed. The inner exception is a <see cref="TimeoutException"/>.</summary>
    Timeout,

    /// <summary>The connection could not be made, or broke.</summary>
    Connection,

    /// <summary>No secure connection could be made: the certificate is not trusted, not in force or in another name, or the port does not speak TLS. Nothing was sent, and it does not pass by itself.</summary>
    Tls,

    /// <summary>A reply came that is not what the service's protocol allows: a redirect, a page of HTML, broken or oversized JSON.</summary>
    Protocol,
}
