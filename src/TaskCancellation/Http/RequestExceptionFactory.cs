using System.Net;
using Polly;
using Polly.CircuitBreaker;

namespace TaskCancellation.Http;

/// <summary>Makes the exceptions of one service: from replies, from broken connections, from timeouts. No text of theirs shows a value of the credential, or is longer than it may be.</summary>
internal sealed class RequestExceptionFactory(TaskDialect dialect, Uri endpoint)
{
    private string Product => dialect.Product;

    internal TaskRequestException FromReply(TaskHttpCall call, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var status = (int)response.StatusCode;
        var notPassedOn = dialect.NotPassedOn(response);
        var error = notPassedOn is null ? dialect.ReadError(body) : new ServiceError(null, $"the router before it passed nothing on: {notPassedOn}.");
        return new TaskRequestException(call.Shown(error is null ? IntermediaryReply.Describe(Product, response, body) : $"{Product}: {error.Message}"))
        {
            Reason = notPassedOn is null ? dialect.Classify(status, error) : TaskErrorReason.Connection,
            Delivery = notPassedOn is null ? RequestDelivery.Answered : RequestDelivery.NotSent,
            StatusCode = status,
            ErrorCode = call.Shown(error?.Code),
            ServiceName = dialect.ServiceName,
            Request = call.Asked,
            RequestId = call.Shown(RequestId(response)),
            RetryAfter = ServerDelay.RetryAfter(response) ?? error?.RetryAfter,
            BodyExcerpt = TaskHttpReply.Excerpt(body, call.SecretRedactor),
            FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
            IsFromIntermediary = error is null,
        };
    }

    /// <summary>A success came, its body did not: not in time, not whole, not in bounds.</summary>
    internal TaskRequestException FromBrokenBody(TaskHttpCall call, HttpResponseMessage response, Exception cause, bool isTimeout) => new(
        call.Shown($"{Product} answered, but the reply could not be read: {NetworkFailure.Describe(cause)}"), isTimeout ? new TimeoutException("The time allowed for the request passed.", cause) : cause)
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
        RequestId = call.Shown(RequestId(response)),
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
    };

    internal TaskRequestException FromConnection(TaskHttpCall call, Exception cause)
    {
        var isSent = call.IsSent && !NetworkFailure.IsBeforeSending(call.Pass!.CauseOf(cause));
        var failure = NetworkFailure.IsTls(cause) ? $"No secure connection to {endpoint.Host} could be made" : isSent ? $"{Product} did not answer" : $"{Product} could not be reached";
        return new TaskRequestException(call.Shown($"{failure}: {NetworkFailure.Describe(cause).TrimEnd('.')}.{NetworkFailure.Hint(cause, endpoint)}"), cause)
        {
            Reason = cause switch
            {
                _ when NetworkFailure.IsTls(cause) => TaskErrorReason.Tls,
                HttpRequestException or IOException or DuplicateSendException or ExecutionRejectedException => TaskErrorReason.Connection,
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
        call.Shown($"{Product} did not answer in time.{(call.LastFailure is TaskRequestException last ? $" The try before came to this: {last.Summary}" : "")}"),
        new TimeoutException("The time allowed for the request passed.", call.LastFailure ?? cause))
    {
        Reason = TaskErrorReason.Timeout,
        Delivery = call.IsSent || call.FollowsAmbiguousAttempt ? RequestDelivery.MaybeSent : RequestDelivery.NotSent,
        ServiceName = dialect.ServiceName,
        Request = call.Asked,
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
    };

    internal TaskRequestException FromCredential(TaskHttpCall call, Exception cause) => new(
        call.Shown($"The credential for {Product} could not be had: {(cause is TaskClientException ? cause.Message : NetworkFailure.Describe(cause))}"), cause)
    {
        Reason = KindOf(cause),
        Delivery = RequestDelivery.NotSent,
        RetryAfter = (cause as TaskRequestException)?.RetryAfter,
        ServiceName = dialect.ServiceName,
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt,
    };

    /// <summary>The service's id of the request, as it came.</summary>
    internal string? RequestId(HttpResponseMessage response) =>
        dialect.RequestIdHeader is { } header && response.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : null;

    // A login that was not reached in time, or for which somebody else answered, says nothing against the credential: it may be had later.
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
