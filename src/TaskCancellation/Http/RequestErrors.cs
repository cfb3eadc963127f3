using System.Net;
using Polly;
using Polly.CircuitBreaker;

namespace TaskCancellation.Http;

/// <summary>Makes the exceptions of one service: from replies, from broken connections, from time-outs. No text of theirs shows a value of the credential, or is longer than it may be.</summary>
internal sealed class RequestErrors(TaskDialect dialect, Uri endpoint)
{
    private string Product => dialect.Product;

    internal TaskRequestException FromReply(TaskHttpCall call, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var status = (int)response.StatusCode;
        var notPassedOn = dialect.NotPassedOn(response);
        var error = notPassedOn is null ? dialect.ReadError(body) : new ServiceError(null, $"the router before it passed nothing on: {notPassedOn}.");
        return new TaskRequestException(call.Shown(error is null ? ForeignReply.Describe(Product, response, body) : $"{Product}: {error.Message}"))
        {
            Kind = notPassedOn is null ? dialect.Classify(status, error) : TaskErrorKind.Connection,
            Delivery = notPassedOn is null ? RequestDelivery.Answered : RequestDelivery.NotSent,
            StatusCode = status,
            ErrorCode = call.Shown(error?.Code),
            ServiceName = dialect.ServiceName,
            Request = call.Asked,
            RequestId = call.Shown(RequestId(response)),
            RetryAfter = ServerDelay.RetryAfter(response) ?? error?.RetryAfter,
            BodyExcerpt = TaskHttpReply.Excerpt(body, call.Secrets),
            FollowsDoubtfulTry = call.FollowsDoubtfulTry,
            IsForeign = error is null,
        };
    }

    /// <summary>A success came, its body did not: not in time, not whole, not in bounds.</summary>
    internal TaskRequestException FromBrokenBody(TaskHttpCall call, HttpResponseMessage response, Exception cause, bool isTimeout) => new(
        call.Shown($"{Product} answered, but the reply could not be read: {FailureCause.Describe(cause)}"), isTimeout ? new TimeoutException("The time allowed for the request passed.", cause) : cause)
    {
        Kind = isTimeout ? TaskErrorKind.Timeout : cause switch
        {
            ReplyTooLargeException or InvalidDataException or InvalidOperationException => TaskErrorKind.Protocol,
            IOException or HttpRequestException => TaskErrorKind.Connection,
            _ => TaskErrorKind.Unknown,
        },
        Delivery = RequestDelivery.Answered,
        StatusCode = (int)response.StatusCode,
        ServiceName = dialect.ServiceName,
        Request = call.Asked,
        RequestId = call.Shown(RequestId(response)),
        FollowsDoubtfulTry = call.FollowsDoubtfulTry,
    };

    internal TaskRequestException FromConnection(TaskHttpCall call, Exception cause)
    {
        var isSent = call.IsSent && !FailureCause.IsBeforeSending(call.Pass!.CauseOf(cause));
        var failure = FailureCause.IsTls(cause) ? $"No secure connection to {endpoint.Host} could be made" : isSent ? $"{Product} did not answer" : $"{Product} could not be reached";
        return new TaskRequestException(call.Shown($"{failure}: {FailureCause.Describe(cause).TrimEnd('.')}.{FailureCause.Hint(cause, endpoint)}"), cause)
        {
            Kind = cause switch
            {
                _ when FailureCause.IsTls(cause) => TaskErrorKind.Tls,
                HttpRequestException or IOException or SecondSendException or ExecutionRejectedException => TaskErrorKind.Connection,
                _ => TaskErrorKind.Unknown,
            },
            Delivery = isSent ? RequestDelivery.MaybeSent : RequestDelivery.NotSent,
            StatusCode = isSent && cause is HttpRequestException { StatusCode: { } status } ? (int)status : null,
            ServiceName = dialect.ServiceName,
            Request = call.Asked,
            RetryAfter = (cause as BrokenCircuitException)?.RetryAfter,
            FollowsDoubtfulTry = call.FollowsDoubtfulTry,
        };
    }

    internal TaskRequestException FromTimeout(TaskHttpCall call, Exception cause) => new(
        call.Shown($"{Product} did not answer in time.{(call.LastFailure is TaskRequestException last ? $" The try before came to this: {last.Summary}" : "")}"),
        new TimeoutException("The time allowed for the request passed.", call.LastFailure ?? cause))
    {
        Kind = TaskErrorKind.Timeout,
        Delivery = call.IsSent || call.FollowsDoubtfulTry ? RequestDelivery.MaybeSent : RequestDelivery.NotSent,
        ServiceName = dialect.ServiceName,
        Request = call.Asked,
        FollowsDoubtfulTry = call.FollowsDoubtfulTry,
    };

    internal TaskRequestException FromCredential(TaskHttpCall call, Exception cause) => new(
        call.Shown($"The credential for {Product} could not be had: {(cause is TaskClientException ? cause.Message : FailureCause.Describe(cause))}"), cause)
    {
        Kind = KindOf(cause),
        Delivery = RequestDelivery.NotSent,
        RetryAfter = (cause as TaskRequestException)?.RetryAfter,
        ServiceName = dialect.ServiceName,
        FollowsDoubtfulTry = call.FollowsDoubtfulTry,
    };

    /// <summary>The service's id of the request, as it came.</summary>
    internal string? RequestId(HttpResponseMessage response) =>
        dialect.RequestIdHeader is { } header && response.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : null;

    // A login that was not reached in time, or for which somebody else answered, says nothing against the credential: it may be had later.
    private static TaskErrorKind KindOf(Exception cause) => cause switch
    {
        TaskRequestException { IsTransient: true } or TaskRequestException { Kind: TaskErrorKind.Tls } => ((TaskRequestException)cause).Kind,
        TaskRequestException { Kind: TaskErrorKind.Protocol } => TaskErrorKind.ServerError,
        _ when FailureCause.IsTls(cause) => TaskErrorKind.Tls,
        HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => TaskErrorKind.Connection,
        TimeoutException or OperationCanceledException { InnerException: TimeoutException } => TaskErrorKind.Timeout,
        IOException or System.Net.Sockets.SocketException or ExecutionRejectedException => TaskErrorKind.Connection,
        _ => TaskErrorKind.Authentication,
    };
}
