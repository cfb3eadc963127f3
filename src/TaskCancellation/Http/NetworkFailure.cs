using System.Security.Authentication;

namespace TaskCancellation.Http;

/// <summary>What the exceptions of the network say, as far as somebody can do something about it.</summary>
internal static class NetworkFailure
{
    /// <summary>The innermost cause in words; one that is in the words of the exception around it, in those.</summary>
    internal static string Describe(Exception cause)
    {
        var inner = cause is AggregateException { InnerExceptions: [var first, ..] } ? first : cause.InnerException;
        return inner is null || inner is TaskClientException ? cause.Message
            : Describe(inner) is { Length: > 0 } words && !cause.Message.Contains(words, StringComparison.Ordinal) ? words
            : cause.Message;
    }

    /// <summary>Nothing of the request had left: there was no connection yet, or no client any more.</summary>
    internal static bool IsBeforeSending(Exception? cause) => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    }
    or ObjectDisposedException { ObjectName: "System.Net.Http.HttpClient" };

    /// <summary>The two sides did not come to trust each other, or do not both speak TLS. It does not pass by itself, unlike a connection that broke meanwhile.</summary>
    internal static bool IsTls(Exception cause) => cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException { InnerException: not IOException } };

    /// <summary>What to do about it, as a further sentence; nothing where nobody knows.</summary>
    internal static string Hint(Exception cause, Uri endpoint) => cause switch
    {
        _ when IsTls(cause) && Describe(cause).Contains("frame", StringComparison.Ordinal) => " This port does not speak TLS.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } when !IsTls(cause) => " Perhaps this port does not speak TLS.",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded } when endpoint.Scheme == Uri.UriSchemeHttp =>
            " If this port speaks TLS, Endpoint must begin with https.",
        _ => "",
    };
}
