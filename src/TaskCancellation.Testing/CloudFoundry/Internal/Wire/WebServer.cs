using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The web server that the controller runs in, Puma, and the proxy in front of it: requests that they refuse never reach the controller.</summary>
internal static partial class WebServer
{
    private const int LongestLine = 8192;
    private const int LongestTarget = 12 * 1024;
    private const int LongestPath = 8192;
    private const int LongestQuery = 10 * 1024;

    private static readonly string[] Methods = ["HEAD", "GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"];

    /// <summary>The request as the controller gets it: without a fragment, and without blanks at its end if a proxy took them away.</summary>
    internal static EmulatedRequest Tidy(EmulatedRequest request, bool hasProxy)
    {
        var target = Target(request).Split('#')[0];
        var parts = (hasProxy ? target.TrimEnd(' ') : target).Split('?', 2);
        return request with { Path = parts[0], RawQuery = parts.Length == 2 ? parts[1] : "" };
    }

    /// <summary>The refusal of a request as tidied; null where it may come in.</summary>
    internal static EmulatedReply? Refuse(EmulatedRequest request, bool hasProxy)
    {
        var target = Target(request);
        HttpStatusCode? proxy = !hasProxy ? null
            : request.Method is "TRACE" or "CONNECT" ? HttpStatusCode.MethodNotAllowed
            : !Method().IsMatch(request.Method) || Unreadable().IsMatch(request.Path) ? HttpStatusCode.BadRequest
            : $"{request.Method} {target} HTTP/1.1".Length > LongestLine ? HttpStatusCode.RequestUriTooLong
            : null;
        if (proxy is { } status)
        {
            return EmulatedReply.Html((int)status);
        }

        var fault = !Method().IsMatch(request.Method) ? $"Invalid HTTP format, parsing fails. Bad method {request.Method} (Puma::HttpParserError)"
            : Unsafe().IsMatch(target) ? $"Invalid HTTP format, parsing fails. Bad path {target} (Puma::HttpParserError)"
            : TooLong("REQUEST_URI", target, LongestTarget, "1024 * 12")
                ?? TooLong("REQUEST_PATH", request.Path, LongestPath, "8192")
                ?? TooLong("QUERY_STRING", request.RawQuery, LongestQuery, "1024 * 10");
        return fault is not null ? Caught(400, fault)
            : Methods.Contains(request.Method) ? null
            : Caught(501, $"{request.Method} method is not supported (Puma::HttpParserError501)");
    }

    /// <summary>What the web server says of an error that nothing behind it took care of: no headers at all.</summary>
    internal static EmulatedReply Caught(int status, string error) => EmulatedReply.Text(status, $"Puma caught this error: {error}", "") with { ContentType = null };

    private static string? TooLong(string element, string text, int maximum, string shown) => text.Length <= maximum ? null
        : string.Create(CultureInfo.InvariantCulture, $"HTTP element {element} is longer than the ({shown}) allowed length (was {text.Length}) (Puma::HttpParserError)");

    private static string Target(EmulatedRequest request) => request.RawQuery.Length == 0 ? request.Path : $"{request.Path}?{request.RawQuery}";

    [GeneratedRegex(@"\A[A-Z0-9$_.-]{1,20}\z")]
    private static partial Regex Method();

    /// <summary>What a proxy that decodes a path stumbles over.</summary>
    [GeneratedRegex(@"[\x00-\x1F\x7F]|%00|%(?![0-9A-Fa-f]{2})")]
    private static partial Regex Unreadable();

    /// <summary>What stands in no request line.</summary>
    [GeneratedRegex(@"[\x00-\x20\x7F""<>]")]
    private static partial Regex Unsafe();
}
