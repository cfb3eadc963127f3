namespace TaskCancellation.CloudFoundry;

/// <summary>The error codes that mean something to this client. Codes are the service's contract; its texts are not.</summary>
internal static class CloudFoundryErrors
{
    internal const string InvalidToken = "1000";
    internal const string UnknownRoute = "10000";
    internal const string NotAuthenticated = "10002";
    internal const string NotAuthorized = "10003";
    internal const string InsufficientScope = "10007";
    internal const string Unprocessable = "10008";
    internal const string NotFound = "10010";
    internal const string OrganizationSuspended = "10017";
    internal const string SpaceSuspended = "10019";
    internal const string ResourceBeingDeleted = "10020";
}
