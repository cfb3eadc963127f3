using System.Globalization;
using System.Text;

namespace TaskCancellation;

/// <summary>The exception that is thrown when a request fails, with what is known of its delivery and of the service's reply. Never contains a credential.</summary>
public class TaskRequestException : TaskClientException
{
    /// <summary>The largest number of characters of a body that are kept in <see cref="BodyExcerpt"/>.</summary>
    public const int MaxBodyExcerpt = 2048;

    /// <summary>Initializes a new instance of the <see cref="TaskRequestException"/> class. Code that mocks a client sets the other properties with an object initializer.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    public TaskRequestException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="TaskRequestException"/> class with its own message and cause, and all other properties of another failure. An object initializer changes what differs.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    /// <param name="source">The failure to copy the other properties from.</param>
    public TaskRequestException(string message, Exception? innerException, TaskRequestException source)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(source);
        Reason = source.Reason;
        Delivery = source.Delivery;
        StatusCode = source.StatusCode;
        ErrorCode = source.ErrorCode;
        ServiceName = source.ServiceName;
        Request = source.Request;
        RequestId = source.RequestId;
        RetryAfter = source.RetryAfter;
        BodyExcerpt = source.BodyExcerpt;
        FollowsAmbiguousAttempt = source.FollowsAmbiguousAttempt;
        IsFromIntermediary = source.IsFromIntermediary;
    }

    /// <summary>Gets why the request failed, in terms that apply to every service.</summary>
    public TaskErrorReason Reason { get; init; }

    /// <summary>Gets how far the request got.</summary>
    public RequestDelivery Delivery { get; init; }

    /// <summary>Gets the HTTP status; <see langword="null"/> when no reply was received.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets the service's own error code, unchanged: Meilisearch's <c>code</c>, Cloud Foundry's number. <see langword="null"/> when the reply contains none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets the service that the request was sent to.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Gets the request: method, path, and endpoint, never the query; <see langword="null"/> when there was no request.</summary>
    public string? Request { get; init; }

    /// <summary>Gets the service's id of the request, to be quoted to its operators.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets how long the service asked to wait, counted from its reply.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the beginning of the reply's body, at most <see cref="MaxBodyExcerpt"/> characters.</summary>
    public string? BodyExcerpt { get; init; }

    /// <summary>Gets whether an earlier attempt of the same request may have reached the service.</summary>
    /// <remarks>When it is <see langword="true"/>, a refusal of this attempt does not mean that nothing was done.</remarks>
    public bool FollowsAmbiguousAttempt { get; init; }

    /// <summary>Gets whether the reply did not have the form of the service's own errors.</summary>
    /// <remarks>A component between the client and the service, such as a proxy, may have answered instead, so that the status may not be the service's either.</remarks>
    public bool IsFromIntermediary { get; init; }

    /// <summary>Gets whether the same request may succeed later: after throttling, a server error, a timeout, or a lost connection.</summary>
    public bool IsTransient => Reason is TaskErrorReason.Throttled or TaskErrorReason.ServerError or TaskErrorReason.Timeout or TaskErrorReason.Connection;

    /// <summary>Worth another look: it may pass or, where the service was reached before, the answer was not the service's but that of something on the way, as a proxy's page or a redirect is.</summary>
    internal bool IsPassing(bool isKnown) => IsTransient || (isKnown && (Reason == TaskErrorReason.Protocol || (Reason == TaskErrorReason.Authorization && IsFromIntermediary)));

    /// <summary>Gets whether the request is known to have changed nothing.</summary>
    /// <remarks>It was never sent, or the service refused it and no earlier attempt is ambiguous.</remarks>
    public bool IsDefiniteRefusal => !FollowsAmbiguousAttempt && Delivery switch
    {
        RequestDelivery.NotSent => true,
        RequestDelivery.Answered => Reason is TaskErrorReason.InvalidRequest or TaskErrorReason.Authentication or TaskErrorReason.Authorization
            or TaskErrorReason.NotFound or TaskErrorReason.Conflict or TaskErrorReason.Throttled,
        _ => false,
    };

    /// <summary>Gets the message that the exception was created with, without the details that <see cref="Message"/> appends.</summary>
    public string Summary => base.Message;

    /// <summary>Gets the message, followed by the request, the status, the error code, and the request id where they are known.</summary>
    public override string Message
    {
        get
        {
            var facts = Facts();
            return facts.Length == 0 || base.Message.Contains(facts, StringComparison.Ordinal) ? base.Message : $"{base.Message} {facts}";
        }
    }

    /// <summary>The service refused the credential, or it could not be had for good: nothing more is to be sent with it.</summary>
    internal bool RejectsCredential => Reason == TaskErrorReason.Authentication;

    /// <summary>This failure, with that of the read which was to find out what became of it.</summary>
    internal TaskRequestException WithReconcileFailure(TaskRequestException reading) => new(
        $"{Sentence(this)} Reading back what became of it failed too: {(reading.Facts() == Facts() ? $"{reading.Summary.TrimEnd('.')}." : Sentence(reading))}", new AggregateException(this, reading), this)
    {
        RetryAfter = reading.RetryAfter ?? RetryAfter,
    };

    /// <summary>This failure, as that of a request that follows an ambiguous attempt.</summary>
    internal TaskRequestException AfterAmbiguousAttempt() => new(base.Message, this, this) { FollowsAmbiguousAttempt = true };

    // Its facts are in it, so that they are not said again behind it.
    private static string Sentence(TaskRequestException failure) =>
        failure.Facts() is { Length: > 0 } facts && !failure.Summary.Contains(facts, StringComparison.Ordinal) ? $"{failure.Summary.TrimEnd('.')} {facts}." : $"{failure.Summary.TrimEnd('.')}.";

    private string Facts()
    {
        var facts = new StringBuilder();
        Add("asked", Request);
        Add("status", StatusCode?.ToString(CultureInfo.InvariantCulture));
        Add("code", ErrorCode);
        Add("request id", RequestId);
        return facts.Length == 0 ? "" : $"({facts})";

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                facts.Append(facts.Length == 0 ? "" : ", ").Append(name).Append(' ').Append(value);
            }
        }
    }
}
