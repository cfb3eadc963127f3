namespace TaskCancellation.CloudFoundry;

/// <summary>The error codes that mean something to this client. Codes are the service's contract; its texts are not.</summary>
internal static class CloudFoundryErrors
{
    private const string EndpointFailure = "endpoint_failure";

    internal const string InvalidToken = "1000";
    internal const string UnknownRoute = "10000";
    internal const string NotAuthenticated = "10002";
    internal const string NotAuthorized = "10003";
    internal const string InsufficientScope = "10007";
    internal const string Unprocessable = "10008";
    internal const string NotFound = "10010";
    internal const string Unknown = "10001";
    internal const string TaskFailed = "170019";
    internal const string OrganizationSuspended = "10017";
    internal const string SpaceSuspended = "10019";
    internal const string ResourceBeingDeleted = "10020";

    /// <summary>How often the service may fail to save a cancel before it is believed that it cannot: a quota below the task's memory, a user no longer allowed.</summary>
    internal const int BelievedUnsaved = 2;

    /// <summary>Set by the router before the API, on what it answers itself.</summary>
    internal const string RouterErrorHeader = "X-Cf-RouterError";

    private static readonly string[] OfRoutes =
    [
        "unknown_route", "no_endpoints", "Connection Limit Reached", "route_service_unsupported", "empty_host",
        "invalid_cf_app_instance_header", "invalid_cf_process_instance_header",
    ];

    /// <summary>The router's word, if it means that the request went no further. An endpoint that fails may have got it, unless the status says that no connection to it came about.</summary>
    internal static string? NeverPassedOn(string word, int status) =>
        OfRoutes.FirstOrDefault(one => one.Equals(word, StringComparison.OrdinalIgnoreCase))
        ?? (word.StartsWith(EndpointFailure, StringComparison.Ordinal) && status is 496 or 503 or 525 or 526 ? EndpointFailure : null);
}
