namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>An answer of the error catalogue; thrown where a check fails, rendered at the top.</summary>
internal sealed class CloudFoundryRefusal(int status, int code, string title, string detail) : Exception(detail)
{
    /// <summary>What is answered where it is not an error of the catalogue.</summary>
    internal EmulatedReply? Reply { get; private init; }

    internal int Status => status;

    internal int Code => code;

    internal string Title => title;

    /// <summary>What was wrong further down.</summary>
    internal string Cause { get; private init; } = "";

    internal static CloudFoundryRefusal NotAuthenticated() => new(401, 10002, "CF-NotAuthenticated", "Authentication error");

    internal static CloudFoundryRefusal InvalidToken() => new(401, 1000, "CF-InvalidAuthToken", "Invalid Auth Token");

    internal static CloudFoundryRefusal NotAuthorized() => new(403, 10003, "CF-NotAuthorized", "You are not authorized to perform the requested action");

    internal static CloudFoundryRefusal OrganizationSuspended() => new(403, 10017, "CF-OrgSuspended", "The organization is suspended");

    internal static CloudFoundryRefusal SpaceSuspended() => new(403, 10019, "CF-SpaceSuspended", "The space is suspended");

    internal static CloudFoundryRefusal BeingDeleted(string what) => new(422, 10020, "CF-ResourceBeingDeleted", $"The {what} is being deleted");

    internal static CloudFoundryRefusal Unprocessable(string detail) => new(422, 10008, "CF-UnprocessableEntity", detail);

    internal static CloudFoundryRefusal NotFound(string kind) => Missing($"{char.ToUpperInvariant(kind[0])}{kind[1..].Replace('_', ' ')} not found");

    internal static CloudFoundryRefusal Missing(string detail) => new(404, 10010, "CF-ResourceNotFound", detail);

    internal static CloudFoundryRefusal UnknownRequest() => new(404, 10000, "CF-NotFound", "Unknown request");

    internal static CloudFoundryRefusal BadQuery(string messages) => new(400, 10005, "CF-BadQueryParameter", "The query parameter is invalid: " + messages);

    internal static CloudFoundryRefusal BadBody() => new(400, 1001, "CF-MessageParseError", "Request invalid due to parse error: invalid request body");

    internal static CloudFoundryRefusal BadBody(string body) => new(400, 1001, "CF-MessageParseError", $"Request invalid due to parse error: {body}");

    internal static CloudFoundryRefusal RunnerUnavailable(string appGuid, string versionGuid, CloudFoundryRefusal why) =>
        new(503, 170015, "CF-RunnerUnavailable", $"Runner is unavailable: Process Guid: {appGuid}-{versionGuid}: {why.Cause}");

    internal static CloudFoundryRefusal InvalidRequest() => new(400, 10004, "CF-InvalidRequest", "The request is invalid");

    internal static CloudFoundryRefusal FeatureDisabled(string text) => new(403, 330002, "CF-FeatureDisabled", $"Feature Disabled: {text}");

    internal static CloudFoundryRefusal ProcessNotFound(string guid) => new(404, 350003, "CF-ProcessNotFound", $"The process could not be found: {guid}");

    internal static CloudFoundryRefusal TooManyLabels(int added, int maximum) => new(422, 390020, "CF-LabelLimitExceeded", $"Failed to add {added} labels because it would exceed maximum of {maximum}");

    internal static CloudFoundryRefusal TooManyAnnotations(int added, int maximum) => new(422, 390023, "CF-AnnotationLimitExceeded", $"Failed to add {added} annotations because it would exceed maximum of {maximum}");

    /// <summary>A malformed escape or encoding: the page of last resort, from before the part that speaks JSON.</summary>
    internal static CloudFoundryRefusal Unreadable() => Of(EmulatedReply.Text(
        500,
        "500 Internal Server Error\nIf you are the administrator of this website, then please read this web application's log file and/or the web server's log file to find out what went wrong.",
        "text/plain; charset=utf-8"));

    /// <summary>A media type that is none.</summary>
    internal static CloudFoundryRefusal NotAcceptable() => Of(EmulatedReply.Text(406, "", "text/html; charset=UTF-8"));

    /// <summary>A role that only the third API knows, seen elsewhere. The text breaks the web server, which says so behind the head.</summary>
    internal static CloudFoundryRefusal WrongApi() => Of(EmulatedReply.Text(403, "Puma caught this error: undefined method `call' for an instance of String (NoMethodError)", "text/html"));

    internal static CloudFoundryRefusal Unknown() => new(500, 10001, "UnknownError", "An unknown error occurred.");

    internal static CloudFoundryRefusal TaskError(string text) => new(500, 170019, "CF-TaskError", $"Task failed: {text}") { Cause = text };

    internal static CloudFoundryRefusal WorkersUnavailable(string text) => new(503, 170020, "CF-TaskWorkersUnavailable", $"Task workers are unavailable: {text}") { Cause = text };

    internal static CloudFoundryRefusal RateLimited() => new(429, 10013, "CF-RateLimitExceeded", "Rate Limit Exceeded");

    internal static CloudFoundryRefusal RateLimitedByAddress() => new(
        429,
        10014,
        "CF-IPBasedRateLimitExceeded",
        "Rate Limit Exceeded: Unauthenticated requests from this IP address have exceeded the limit. Please log in.");

    private static CloudFoundryRefusal Of(EmulatedReply reply) => new(reply.Status, 0, "", "") { Reply = reply };
}
