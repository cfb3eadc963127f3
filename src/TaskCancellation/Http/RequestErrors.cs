using System.Net;
using System.Text.Json;

namespace TaskCancellation.Http;

/// <summary>Makes the exceptions of one service: from replies, from broken connections, from time-outs.</summary>
internal sealed class RequestErrors(TaskDialect dialect)
{
    private string Service => dialect.ServiceName;

    internal TaskRequestException FromReply(TaskHttpCall call, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var status = (int)response.StatusCode;
        var notPassedOn = dialect.NotPassedOn(response);
        var error = notPassedOn is null ? ReadError(body) : new ServiceError(null, $"the router before it passed nothing on: {notPassedOn}.");
        return new TaskRequestException(error is null ? $"{Service} answered {status} {response.ReasonPhrase ?? ""}".TrimEnd() : $"{Service}: {error.Message}")
        {
            Kind = notPassedOn is null ? dialect.Classify(status, error) : TaskErrorKind.Connection,
            Delivery = notPassedOn is null ? RequestDelivery.Answered : RequestDelivery.NotSent,
            StatusCode = status,
            ErrorCode = error?.Code,
            ServiceName = Service,
            RequestId = RequestId(response),
            RetryAfter = ServerDelay.RetryAfter(response) ?? error?.RetryAfter,
            BodyExcerpt = TaskHttpReply.Excerpt(body),
            FollowsDoubtfulTry = call.FollowsDoubtfulTry,
        };
    }

    /// <summary>A success came, its body did not: not in time, not whole, not in bounds.</summary>
    internal TaskRequestException FromBrokenBody(TaskHttpCall call, HttpResponseMessage response, Exception cause, bool isTimeout) => new(
        $"{Service} answered, but the reply could not be read: {cause.Message}", isTimeout ? new TimeoutException("The time allowed for the request passed.", cause) : cause)
    {
        Kind = isTimeout ? TaskErrorKind.Timeout : cause switch
        {
            ReplyTooLargeException or InvalidDataException or InvalidOperationException => TaskErrorKind.Protocol,
            IOException or HttpRequestException => TaskErrorKind.Connection,
            _ => TaskErrorKind.Unknown,
        },
        Delivery = RequestDelivery.Answered,
        StatusCode = (int)response.StatusCode,
        ServiceName = Service,
        RequestId = RequestId(response),
        FollowsDoubtfulTry = call.FollowsDoubtfulTry,
    };

    internal TaskRequestException FromConnection(TaskHttpCall call, Exception cause) => new($"{Service} could not be asked: {cause.Message}", cause)
    {
        Kind = cause is HttpRequestException or SecondSendException ? TaskErrorKind.Connection : TaskErrorKind.Unknown,
        Delivery = WasNeverSent(cause) ? RequestDelivery.NotSent : RequestDelivery.MaybeSent,
        StatusCode = cause is HttpRequestException { StatusCode: { } status } ? (int)status : null,
        ServiceName = Service,
        FollowsDoubtfulTry = call.FollowsDoubtfulTry,
    };

    internal TaskRequestException FromTimeout(TaskHttpCall call, Exception cause) => new($"{Service} did not answer in time.", new TimeoutException("The time allowed for the request passed.", call.LastFailure ?? cause))
    {
        Kind = TaskErrorKind.Timeout,
        Delivery = call.IsSent || call.FollowsDoubtfulTry ? RequestDelivery.MaybeSent : RequestDelivery.NotSent,
        ServiceName = Service,
        FollowsDoubtfulTry = call.FollowsDoubtfulTry,
    };

    internal TaskRequestException FromCredential(TaskHttpCall call, Exception cause) => new($"The credential for {Service} could not be had: {cause.Message}", cause)
    {
        Kind = KindOf(cause),
        Delivery = RequestDelivery.NotSent,
        RetryAfter = (cause as TaskRequestException)?.RetryAfter,
        ServiceName = Service,
        FollowsDoubtfulTry = call.FollowsDoubtfulTry,
    };

    internal string? RequestId(HttpResponseMessage response) =>
        dialect.RequestIdHeader is { } header && response.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : null;

    // A login that was not reached in time, or for which somebody else answered, says nothing against the credential: it may be had later.
    private static TaskErrorKind KindOf(Exception cause) => cause switch
    {
        TaskRequestException { IsTransient: true } passing => passing.Kind,
        TaskRequestException { Kind: TaskErrorKind.Protocol } => TaskErrorKind.ServerError,
        HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } or IOException => TaskErrorKind.Connection,
        TimeoutException => TaskErrorKind.Timeout,
        _ => TaskErrorKind.Authentication,
    };

    private ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        try
        {
            return dialect.ReadError(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool WasNeverSent(Exception cause) => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };
}
