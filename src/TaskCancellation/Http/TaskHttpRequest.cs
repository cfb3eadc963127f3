using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>An HTTP request to a service. The pipeline creates a new HTTP message from it for every attempt.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">The path and query, relative to the endpoint, without a leading slash, escaped.</param>
/// <param name="Safety">Whether the request may be repeated.</param>
[Experimental(HttpDoor.DiagnosticId)]
public sealed record TaskHttpRequest(HttpMethod Method, string PathAndQuery, RetrySafety Safety)
{
    /// <summary>Gets the body; <see langword="null"/> for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Gets the content type of the body. The default is <c>application/json</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Gets the content type that the reply is requested in. The default is <c>application/json</c>.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Gets whether another request with the same purpose may already have reached the service.</summary>
    public bool FollowsAmbiguousAttempt { get; init; }

    /// <summary>Gets whether the request is sent without the credential.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Gets the passwords and tokens in the body. They never appear in the text of an error.</summary>
    public IEnumerable<string> Secrets { get; init; } = [];

    /// <summary>Gets a function that determines, by status and body, whether an unsuccessful reply is an answer: neither an error nor repeated. With <see langword="null"/>, the default, none is.</summary>
    public Func<int, ReadOnlyMemory<byte>, bool>? IsAnswer { get; init; }

    /// <summary>Gets a function that determines whether a transient failure is thrown instead of repeated, to be examined by the caller. With <see langword="null"/>, the default, none is.</summary>
    public Func<TaskRequestException, bool>? EndsWith { get; init; }

    /// <summary>Gets until when, on the client's clock, the request is retried; <see langword="null"/> for as long as the client's options allow.</summary>
    public DateTimeOffset? RetryUntil { get; init; }

    /// <summary>A GET without a body: whoever resends it, nobody needs to know. What resends anything else would hide a doubt from us, so that it is kept from doing so, even where a repetition is safe.</summary>
    internal bool IsPlainRead => Method == HttpMethod.Get && Body is null && Safety == RetrySafety.Safe;

    /// <summary>Creates a read, which is always safe to repeat.</summary>
    /// <param name="pathAndQuery">The path and query, relative to the endpoint.</param>
    /// <param name="options">The options for reading; the defaults when <see langword="null"/>.</param>
    /// <returns>The request.</returns>
    public static TaskHttpRequest Get(string pathAndQuery, ReadOptions? options = null) => new(HttpMethod.Get, pathAndQuery, RetrySafety.Safe) { RetryUntil = options?.RetryUntil };
}
