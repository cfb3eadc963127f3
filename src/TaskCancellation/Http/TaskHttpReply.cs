using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TaskCancellation.Http;

/// <summary>A successful reply, read whole. Its body lives in a buffer that may be rented, until disposal.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public sealed class TaskHttpReply : IDisposable
{
    private readonly TaskHttpCall call;
    private readonly TaskDialect dialect;
    private readonly string? requestId;
    private readonly ReplyBuffer buffer;

    internal TaskHttpReply(TaskHttpCall call, TaskDialect dialect, int status, string? requestId, ReplyBuffer buffer)
    {
        this.call = call;
        this.dialect = dialect;
        this.requestId = requestId;
        this.buffer = buffer;
        Status = status;
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt;
        Body = buffer.Body;
    }

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; }

    /// <summary>Gets the service's id of the request, fit to be shown; <see langword="null"/> where it has none.</summary>
    public string? RequestId => call.Shown(requestId);

    /// <summary>The instant on the server's clock at which it answered, to measure other instants of the reply from; null when it does not say.</summary>
    public DateTimeOffset? ServerNow { get; init; }

    /// <summary>The body, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>An earlier try of the same request may have reached the service.</summary>
    public bool FollowsAmbiguousAttempt { get; }

    /// <summary>Reads the body, whole; what is not what the service documents is a protocol error, whatever its label.</summary>
    public T Read<T>(WireRead<T> read) => Read(Body.Span, read, buffer);

    /// <summary>The same, with the body put into JSON.</summary>
    internal T Read<T>(ReadOnlySpan<byte> json, WireRead<T> read, ReplyBuffer? owner = null) =>
        WireReader.Read(json, read, out var value, owner) is { } problem ? throw ProtocolError(problem.Description, problem.Cause) : value!;

    /// <summary>The body, to be kept beyond disposal.</summary>
    public ReadOnlyMemory<byte> Keep() => buffer.Keep(Body);

    /// <summary>The exception for a reply whose content cannot be what the service meant.</summary>
    public TaskRequestException ProtocolError(string problem, Exception? inner = null) => Error(TaskErrorReason.Protocol, null, problem, Excerpt(Body.Span, call.SecretRedactor), inner);

    /// <summary>The exception for what the reply says of one of several tasks.</summary>
    public TaskRequestException Refusal(TaskErrorReason kind, string? code, string message, Exception? inner = null) => Error(kind, code, message, null, inner);

    /// <summary>How long the service suggests to leave it alone after this reply; null without a hint.</summary>
    public TimeSpan? PauseAfter { get; init; }

    /// <summary>The beginning of a body, without what is secret.</summary>
    internal static string? Excerpt(ReadOnlySpan<byte> body, SecretRedactor secrets)
    {
        // A value that is cut off at the end is found by its beginning; what stands for a longer one makes room for more.
        var most = (TaskRequestException.MaxBodyExcerpt * 2) + secrets.Longest;
        var text = SafeText.Of(secrets.Hide(Encoding.UTF8.GetString(body[..Math.Min(body.Length, most)])), TaskRequestException.MaxBodyExcerpt);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Returns the buffer that holds the body.</summary>
    public void Dispose()
    {
        Body = default;
        buffer.Return();
    }

    private TaskRequestException Error(TaskErrorReason kind, string? code, string message, string? excerpt, Exception? inner) => new(call.Shown($"{dialect.Product}: {message}"), inner)
    {
        Reason = kind,
        Delivery = RequestDelivery.Answered,
        StatusCode = Status,
        ErrorCode = call.Shown(code),
        ServiceName = dialect.ServiceName,
        Request = call.Asked,
        RequestId = RequestId,
        BodyExcerpt = excerpt,
        FollowsAmbiguousAttempt = FollowsAmbiguousAttempt,
    };
}
