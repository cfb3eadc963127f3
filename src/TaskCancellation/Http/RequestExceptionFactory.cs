using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace TaskCancellation.Http;

/// <summary>Creates the exceptions of one service: from replies, broken connections, and timeouts. No text of theirs shows a value of the credential, or exceeds its bound.</summary>
internal sealed class RequestExceptionFactory(TaskDialect dialect, Uri endpoint, TaskClientOptions options)
{
    /// <summary>The product, with the name of the client where it has one.</summary>
    internal string Subject => options.Name is { } name ? $"{dialect.Product} '{name}'" : dialect.Product;

    internal TaskRequestException FromReply(TaskHttpCall call, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var status = (int)response.StatusCode;
        var notPassedOn = dialect.NotPassedOn(response);
        var error = notPassedOn is null ? dialect.ReadError(body) : new ServiceError(null, $"the router before it passed nothing on: {notPassedOn}.");
        return new TaskRequestException(call.Shown(error is null ? IntermediaryReply.Describe(Subject, ForeignReply.ServiceOf(dialect, response.Headers, body), response, body) : $"{Subject}: {error.Message}"))
        {
            Reason = notPassedOn is null ? dialect.Classify(status, error) : TaskErrorReason.Connection,
            Delivery = notPassedOn is null ? RequestDelivery.Answered : RequestDelivery.NotSent,
            StatusCode = status,
            ErrorCode = call.Shown(error?.Code),
            ServiceName = dialect.ServiceName,
            Request = call.Asked,
            RequestId = call.Shown(RequestId(dialect, response.Headers)),
            RetryAfter = ServerDelay.RetryAfter(response) ?? error?.RetryAfter,
            BodyExcerpt = TaskHttpReply.Excerpt(body, call.SecretRedactor),
            FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
            IsFromIntermediary = error is null,
        };
    }

    /// <summary>A successful reply whose body did not arrive: not in time, not whole, or not within the bound.</summary>
    internal TaskRequestException FromBrokenBody(TaskHttpCall call, HttpResponseMessage response, Exception cause, bool isTimeout) => new(
        call.Shown($"{Subject} answered, but the reply could not be read: {NetworkFailure.Describe(cause)}"), isTimeout ? new TimeoutException("The time allowed for the request passed.", cause) : cause)
    {
        Reason = isTimeout ? TaskErrorReason.Timeout : cause switch
        {
            ReplyTooLargeException or InvalidDataException or InvalidOperationException => TaskErrorReason.Protocol,
            IOException or HttpRequestException => TaskErrorReason.Connection,
            _ => TaskErrorReason.Unknown,
        },
        Delivery = RequestDelivery.Answered,
        StatusCode = (int)response.StatusCode,
        ServiceName = dialect.ServiceName,
        Request = call.Asked,
        RequestId = call.Shown(RequestId(dialect, response.Headers)),
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
    };

    internal TaskRequestException FromConnection(TaskHttpCall call, Exception cause)
    {
        var isSent = call.IsSent && !NetworkFailure.IsBeforeSending(call.Pass!.CauseOf(cause));
        var failure = NetworkFailure.IsTls(cause) ? $"{Subject} could not be reached: no secure connection to {endpoint.Host} could be made" : !NetworkFailure.IsOfNetwork(cause) ? $"The request to {Subject} failed in this program" : isSent ? $"{Subject} did not answer" : $"{Subject} could not be reached";
        return new TaskRequestException(call.Shown($"{failure}: {Words(cause).TrimEnd('.')}.{NetworkFailure.Hint(cause, endpoint)}"), cause)
        {
            Reason = cause switch
            {
                _ when NetworkFailure.IsTls(cause) => TaskErrorReason.Tls,
                _ when NetworkFailure.IsOfNetwork(cause) => TaskErrorReason.Connection,
                _ => TaskErrorReason.Unknown,
            },
            Delivery = isSent ? RequestDelivery.MaybeSent : RequestDelivery.NotSent,
            StatusCode = isSent && cause is HttpRequestException { StatusCode: { } status } ? (int)status : null,
            ServiceName = dialect.ServiceName,
            Request = call.Asked,
            RetryAfter = (cause as BrokenCircuitException)?.RetryAfter,
            FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
        };
    }

    internal TaskRequestException FromTimeout(TaskHttpCall call, Exception cause) => new(
        call.Shown($"{Subject} did not answer {InTime(cause)}.{(call.LastFailure is TaskRequestException last ? $" The attempt before it failed: {last.Summary}" : "")}"),
        new TimeoutException("The time allowed for the request passed.", call.LastFailure ?? cause))
    {
        Reason = TaskErrorReason.Timeout,
        Delivery = call.IsSent || call.FollowsAmbiguousAttempt ? RequestDelivery.MaybeSent : RequestDelivery.NotSent,
        ServiceName = dialect.ServiceName,
        Request = call.Asked,
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
    };

    // Of the client's own limits, the shorter one is that of an attempt; a limit of the HTTP client says so itself.
    private string InTime(Exception cause) => cause switch
    {
        TimeoutRejectedException { Timeout: var time } when time == options.AttemptTimeout => $"within {time:c}, the AttemptTimeout",
        TimeoutRejectedException => $"within {options.Timeout:c}, the Timeout",
        _ => $"in time: {NetworkFailure.Describe(cause).TrimEnd('.')}",
    };

    internal TaskRequestException FromCredential(TaskHttpCall call, Exception cause) => new(
        call.Shown($"The credential for {Subject} could not be obtained{Reason(cause)}"), cause)
    {
        Reason = KindOf(cause),
        Delivery = RequestDelivery.NotSent,
        RetryAfter = (cause as TaskRequestException)?.RetryAfter,
        ServiceName = dialect.ServiceName,
        Request = call.Asked,
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
    };

    // The address is told anyway; only that of a proxy is worth telling.
    private string Words(Exception cause) => NetworkFailure.Describe(cause).Replace($" ({endpoint.IdnHost}:{endpoint.Port})", "", StringComparison.Ordinal);

    // What the request of a login came to; what to do about it, and what was not sent, is said of the request that needs the credential.
    private static string Reason(Exception cause) => cause switch
    {
        TaskRequestException { Request: { } request } login => $" by {request}: {login.Summary}",
        TaskClientException => $": {cause.Message}",
        _ => $": {NetworkFailure.Describe(cause)}",
    };

    /// <summary>The service's id of the request, verbatim.</summary>
    internal static string? RequestId(TaskDialect dialect, HttpResponseHeaders headers) =>
        dialect.RequestIdHeader is { } header && headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : null;

    // A login that was not reached in time, or was answered by an intermediary, does not refuse the credential: it may succeed later.
    private static TaskErrorReason KindOf(Exception cause) => cause switch
    {
        TaskRequestException { IsTransient: true } or TaskRequestException { Reason: TaskErrorReason.Tls } => ((TaskRequestException)cause).Reason,
        TaskRequestException { Reason: TaskErrorReason.Protocol } => TaskErrorReason.ServerError,
        _ when NetworkFailure.IsTls(cause) => TaskErrorReason.Tls,
        HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => TaskErrorReason.Connection,
        TimeoutException or OperationCanceledException { InnerException: TimeoutException } => TaskErrorReason.Timeout,
        IOException or System.Net.Sockets.SocketException or ExecutionRejectedException => TaskErrorReason.Connection,
        _ => TaskErrorReason.Authentication,
    };
}

/// <summary>What an exception of the network means, and what to do about it.</summary>
internal static class NetworkFailure
{
    /// <summary>The message of the innermost cause, or that of the exception around it if it contains that message.</summary>
    internal static string Describe(Exception cause)
    {
        var inner = cause is AggregateException { InnerExceptions: [var first, ..] } ? first : cause.InnerException;
        return inner is null || inner is TaskClientException ? WordsOf(cause)
            : Describe(inner) is { Length: > 0 } words && !cause.Message.Contains(words, StringComparison.Ordinal) ? words
            : WordsOf(cause);
    }

    // The framework adds the name of a member of an enumeration.
    private static string WordsOf(Exception cause) => cause is HttpIOException { HttpRequestError: var error } ? cause.Message.Replace($" ({error})", "", StringComparison.Ordinal) : cause.Message;

    /// <summary>Nothing of the request was sent: there was no connection yet, or the client was disposed.</summary>
    internal static bool IsBeforeSending(Exception? cause) => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    }
    or ObjectDisposedException { ObjectName: "System.Net.Http.HttpClient" };

    /// <summary>The network failed, or what guards it; anything else was thrown by a handler of the caller's.</summary>
    internal static bool IsOfNetwork(Exception cause) => cause is HttpRequestException or IOException or DuplicateSendException or ExecutionRejectedException;

    /// <summary>The TLS handshake was refused. Unlike a connection that broke during the handshake, this is not transient.</summary>
    internal static bool IsTls(Exception cause) => cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException { InnerException: not IOException } };

    /// <summary>What to do about it, as a further sentence; empty where nothing is known.</summary>
    internal static string Hint(Exception cause, Uri endpoint) => cause switch
    {
        _ when IsTls(cause) && Describe(cause).Contains("frame", StringComparison.Ordinal) => " This port does not speak TLS: Endpoint may have to begin with http, or to name another port.",
        _ when IsTls(cause) && Describe(cause) is var words && words.Contains("NameMismatch", StringComparison.Ordinal) => " The certificate is for another name than the one in Endpoint.",
        _ when IsTls(cause) && Describe(cause).Contains("NotTimeValid", StringComparison.Ordinal) => " The certificate has expired or is not valid yet, or the clock of this machine is wrong.",
        _ when IsTls(cause) && Describe(cause) is var words && (words.Contains("UntrustedRoot", StringComparison.Ordinal) || words.Contains("PartialChain", StringComparison.Ordinal)) =>
            " If the certificate is of a private authority or self-signed, trust its authority: set SSL_CERT_FILE, or see \"A private certificate authority\" in RECIPES.md.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } when !IsTls(cause) => " Perhaps this port does not speak TLS.",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded } when endpoint.Scheme == Uri.UriSchemeHttp =>
            " If this port speaks TLS, Endpoint must begin with https.",
        _ => "",
    };
}

/// <summary>Describes an unsuccessful reply that does not hold the service's own error.</summary>
internal static class IntermediaryReply
{
    private const int MostWords = 200;
    private const int MostReason = 60;

    /// <summary>The status, and the beginning of a plain text; for a page, its media type; for a redirect, its target.</summary>
    internal static string Describe(string subject, string? foreign, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var reason = SafeText.Of(response.ReasonPhrase ?? "", MostReason);
        var status = $"{(int)response.StatusCode} {reason}".TrimEnd();
        if (foreign is not null)
        {
            return $"{foreign} seems to answer at the address of {subject}: {status}.";
        }

        var answered = $"{subject} answered {status}";
        var text = body[..Math.Min(body.Length, MostWords * 4)].Trim(" \t\r\n"u8);
        return response.Headers.Location is { } target ? $"{answered}, a redirect to {Place(target)}, which is not followed."
            : text.IsEmpty ? $"{answered}."
            : IsWords(text) ? $"{answered}: {SafeText.Of(Encoding.UTF8.GetString(text), MostWords).TrimEnd('.')}."
            : $"{answered}, with {response.Content.Headers.ContentType?.MediaType ?? "something"} that is not the service's own.";
    }

    private static bool IsWords(ReadOnlySpan<byte> text) => text[0] != '<' && !text.ContainsAnyInRange((byte)0, (byte)8);

    // The query may hold what only the browser should see.
    private static string Place(Uri target) => target.OriginalString.Split('?', '#')[0];
}

/// <summary>Turns a server's times into delays. An instant is measured from the server's own Date header: its clock and the local clock are never compared.</summary>
internal static class ServerDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(int.MaxValue);

    // A number above a year is no delay: it counts from 1970 (older cloud controllers, some rate limiters).
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(366);
    private static readonly long LastInstant = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The Retry-After of a reply, in any form; null without one, or when an instant has no Date to be measured from.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Date: { } date } => Until(date, response.Headers.Date),
        _ when Seconds(response) is { } seconds => FromSeconds(seconds, response.Headers.Date),
        _ => null,
    };

    private static TimeSpan? FromSeconds(decimal seconds, DateTimeOffset? serverNow) =>
        seconds <= (decimal)LongestDelay.TotalSeconds ? TimeSpan.FromSeconds((long)seconds)
        : seconds <= LastInstant ? Until(DateTimeOffset.FromUnixTimeSeconds((long)seconds), serverNow)
        : Longest;

    private static TimeSpan? Until(DateTimeOffset instant, DateTimeOffset? serverNow) =>
        serverNow is not { } now ? null : instant > now ? instant - now : TimeSpan.Zero;

    // The framework drops a number of seconds above int.MaxValue as malformed. It is a Retry-After all the same.
    private static decimal? Seconds(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
        && values.ToString().Trim() is { Length: > 0 } text && text.All(char.IsAsciiDigit)
            ? decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : decimal.MaxValue
            : null;
}
