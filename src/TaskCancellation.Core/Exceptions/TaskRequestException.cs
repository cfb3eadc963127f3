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

    /// <summary>Gets the message with the request, the status, the error code, and the request id where they are known, followed by whether the request may have been acted on and by what to do.</summary>
    public override string Message => Request is null ? WithFacts() : $"{Sentence(this)}{Consequence()}{Advice()}";

    /// <summary>The service refused the credential, or it could not be had for good: nothing more is to be sent with it.</summary>
    internal bool RejectsCredential => Reason == TaskErrorReason.Authentication;

    /// <summary>This failure, with that of the read which was to find out what became of it.</summary>
    internal TaskRequestException WithReconcileFailure(TaskRequestException reading) => new($"{Sentence(this)} {ReadingFailed(reading)}", new AggregateException(this, reading), this)
    {
        RetryAfter = reading.RetryAfter ?? RetryAfter,
    };

    /// <summary>This failure, as that of a request that follows an ambiguous attempt.</summary>
    internal TaskRequestException AfterAmbiguousAttempt() => new(base.Message, this, this) { FollowsAmbiguousAttempt = true };

    private string ReadingFailed(TaskRequestException reading) =>
        reading.Summary != Summary ? $"Reading back what became of it failed too: {Sentence(reading)}"
        : reading.Facts() == Facts() ? "Reading back what became of it failed in the same way."
        : $"Reading back what became of it failed in the same way {reading.Facts()}.";

    private string WithFacts() => Facts() is { Length: > 0 } facts && !Summary.Contains(facts, StringComparison.Ordinal) ? $"{Summary} {facts}" : Summary;

    // Its facts are in it, so that they are not said again behind it.
    private static string Sentence(TaskRequestException failure) => $"{Unended(failure.WithFacts(), failure.Summary)}.";

    private static string Unended(string text, string summary) => (text.Length > summary.Length ? $"{summary.TrimEnd('.')}{text[summary.Length..]}" : summary).TrimEnd('.');

    // A read changes nothing, whether it arrived or not.
    private string Consequence() =>
        Delivery == RequestDelivery.NotSent && !FollowsAmbiguousAttempt ? " Nothing was sent."
        : Request!.StartsWith("GET ", StringComparison.Ordinal) ? ""
        : Delivery == RequestDelivery.NotSent ? " It was not sent this time; an earlier attempt may have been acted on."
        : Delivery == RequestDelivery.MaybeSent ? " It may have been acted on."
        : FollowsAmbiguousAttempt ? " An earlier attempt may have been acted on."
        : IsDefiniteRefusal ? " Nothing was done."
        : " It may have been acted on.";

    private string Advice() => Reason switch
    {
        TaskErrorReason.Throttled => RetryAfter is { } pause ? $" Try again in {TimeSpan.FromSeconds(Math.Ceiling(pause.TotalSeconds)):c}." : " Try again later, with fewer requests at a time.",
        TaskErrorReason.ServerError when IsFromIntermediary => " Try again later. If it goes on, see what answers in place of the service.",
        TaskErrorReason.ServerError => " Try again later.",
        TaskErrorReason.Timeout => " Try again later, or allow more time.",
        TaskErrorReason.Tls => " A retry does not help.",
        TaskErrorReason.Connection when Delivery == RequestDelivery.NotSent => " Check the address, the way to it, and that the service runs.",
        TaskErrorReason.Connection => " Try again later.",
        TaskErrorReason.Protocol => " Check that the address is the service's own, and that nothing answers in its place.",
        _ when IsFromIntermediary => " Check the address, the credential, and what may answer in place of the service.",
        TaskErrorReason.Authentication => " Check the credential, and that it is meant for this address.",
        TaskErrorReason.Authorization => " Use a credential that has the right to do this.",
        TaskErrorReason.NotFound => " Check the id, and what the credential may see.",
        TaskErrorReason.Conflict => " Read the task: its state does not allow it.",
        TaskErrorReason.InvalidRequest => " The same request will be refused again.",
        _ => " Look for the cause in this program: neither the service nor the network gave one.",
    };

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
