using System.Globalization;
using System.Text;

namespace TaskCancellation;

/// <summary>A request that failed, with what is known of how far it got and what the service said. Never holds a credential.</summary>
public class TaskRequestException : TaskClientException
{
    /// <summary>The most characters of a body that are kept in <see cref="BodyExcerpt"/>.</summary>
    public const int MaxBodyExcerpt = 2048;

    /// <summary>Creates the exception. Code that mocks a client sets the rest with an object initializer.</summary>
    public TaskRequestException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance with a message and a cause of its own, and everything else of another failure. An object initializer changes what differs.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause; null for none.</param>
    /// <param name="source">The failure to take everything else from.</param>
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

    /// <summary>What went wrong, in terms that hold for every service.</summary>
    public TaskErrorReason Reason { get; init; }

    /// <summary>How far the request got.</summary>
    public RequestDelivery Delivery { get; init; }

    /// <summary>The HTTP status, or null when no reply came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The service's own error code, verbatim: Meilisearch's <c>code</c>, Cloud Foundry's number. Null when the reply holds none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The service the request went to.</summary>
    public string? ServiceName { get; init; }

    /// <summary>What was asked: method, path and endpoint, never the query. Null where nothing was.</summary>
    public string? Request { get; init; }

    /// <summary>The service's id for the request, to quote to its operators.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the service asked to wait, counted from its reply.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The beginning of the reply's body, at most <see cref="MaxBodyExcerpt"/> characters.</summary>
    public string? BodyExcerpt { get; init; }

    /// <summary>An earlier try of the same request may have reached the service, so that a refusal of this one does not say that nothing was done.</summary>
    public bool FollowsAmbiguousAttempt { get; init; }

    /// <summary>The reply did not have the form of the service's own errors: something on the way may have answered in its place, so that the status may not be the service's either.</summary>
    public bool IsFromIntermediary { get; init; }

    /// <summary>The same request may succeed later: throttled, server error, timeout, broken connection.</summary>
    public bool IsTransient => Reason is TaskErrorReason.Throttled or TaskErrorReason.ServerError or TaskErrorReason.Timeout or TaskErrorReason.Connection;

    /// <summary>Worth another look: it may pass or, where the service was reached before, the answer was not the service's but that of something on the way, as a proxy's page or a redirect is.</summary>
    internal bool IsPassing(bool isKnown) => IsTransient || (isKnown && (Reason == TaskErrorReason.Protocol || (Reason == TaskErrorReason.Authorization && IsFromIntermediary)));

    /// <summary>The request, for all that is known, changed nothing: it was never sent, or the service refused it and no earlier try is in doubt.</summary>
    public bool IsDefiniteRefusal => !FollowsAmbiguousAttempt && Delivery switch
    {
        RequestDelivery.NotSent => true,
        RequestDelivery.Answered => Reason is TaskErrorReason.InvalidRequest or TaskErrorReason.Authentication or TaskErrorReason.Authorization
            or TaskErrorReason.NotFound or TaskErrorReason.Conflict or TaskErrorReason.Throttled,
        _ => false,
    };

    /// <summary>The message the exception was made with: <see cref="Message"/> without the facts at its end. What stores a failure stores this, and makes it again of it.</summary>
    public string Summary => base.Message;

    /// <summary>The message, then what was asked, status, code and request id where they are known.</summary>
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
