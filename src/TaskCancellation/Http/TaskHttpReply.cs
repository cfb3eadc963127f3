using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;

namespace TaskCancellation.Http;

/// <summary>A successful reply that was read completely. Its body may be in a rented buffer, which is valid until the reply is disposed of.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public sealed class TaskHttpReply : IDisposable
{
    private readonly TaskHttpCall call;
    private readonly TaskDialect dialect;
    private readonly HttpResponseHeaders headers;
    private readonly ReplyBuffer buffer;

    internal TaskHttpReply(TaskHttpCall call, TaskDialect dialect, HttpResponseMessage response, ReplyBuffer buffer)
    {
        this.call = call;
        this.dialect = dialect;
        this.buffer = buffer;
        headers = response.Headers;
        Status = (int)response.StatusCode;
        FollowsAmbiguousAttempt = call.FollowsAmbiguousAttempt;
        Body = buffer.Body;
    }

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; }

    /// <summary>Gets the service's id of the request, in a form that can be shown; <see langword="null"/> when there is none.</summary>
    public string? RequestId => call.Shown(RequestExceptionFactory.RequestId(dialect, headers));

    /// <summary>Gets when the server answered, on its own clock, for comparison with other instants of the reply; <see langword="null"/> when it does not state it.</summary>
    public DateTimeOffset? ServerNow => headers.Date;

    /// <summary>Gets the body, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Gets whether an earlier attempt of the same request may have reached the service.</summary>
    public bool FollowsAmbiguousAttempt { get; }

    /// <summary>Reads the whole body. Content that does not have the documented form is a protocol error.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="read">Reads the value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="TaskRequestException">The body does not have the documented form (<see cref="TaskErrorReason.Protocol"/>).</exception>
    public T Read<T>(WireRead<T> read) => Read(Body.Span, read, buffer);

    /// <summary>The same, with the body put into JSON.</summary>
    internal T Read<T>(ReadOnlySpan<byte> json, WireRead<T> read, ReplyBuffer? owner = null) =>
        WireReader.Read(json, read, out var value, owner) is { } problem ? throw ProtocolError(problem.Description, problem.Cause) : value!;

    /// <summary>Returns the body in a form that remains valid after the reply is disposed of.</summary>
    public ReadOnlyMemory<byte> Keep() => buffer.Keep(Body);

    /// <summary>Creates the exception for a reply whose content cannot be what the service means.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="inner">The cause; <see langword="null"/> for none.</param>
    /// <returns>The exception.</returns>
    public TaskRequestException ProtocolError(string problem, Exception? inner = null) => Error(TaskErrorReason.Protocol, null, problem, Excerpt(Body.Span, call.SecretRedactor), inner);

    /// <summary>Creates the exception for what the reply says about one of several tasks.</summary>
    /// <param name="kind">The reason of the error.</param>
    /// <param name="code">The service's code.</param>
    /// <param name="message">The message.</param>
    /// <param name="inner">The cause; <see langword="null"/> for none.</param>
    /// <returns>The exception.</returns>
    public TaskRequestException Refusal(TaskErrorReason kind, string? code, string message, Exception? inner = null) => Error(kind, code, message, null, inner);

    /// <summary>Gets how long the service asks not to be called after this reply; <see langword="null"/> without a hint.</summary>
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
