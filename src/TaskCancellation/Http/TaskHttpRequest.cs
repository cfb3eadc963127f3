using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>A request as a dialect describes it; the pipeline makes a fresh HTTP message of it for every try.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">Relative to the endpoint, without a leading slash, escaped.</param>
/// <param name="Safety">Whether it may be repeated.</param>
[Experimental(HttpDoor.DiagnosticId)]
public sealed record TaskHttpRequest(HttpMethod Method, string PathAndQuery, RetrySafety Safety)
{
    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The content type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The form of the reply that is asked for.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>The same was asked before, in another request that may have reached the service.</summary>
    public bool FollowsAmbiguousAttempt { get; init; }

    /// <summary>Sent without the credential.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Passwords and tokens in the body. No text of an error shows them.</summary>
    public IEnumerable<string> Secrets { get; init; } = [];

    /// <summary>Whether an unsuccessful reply, by its status and body, is an answer all the same: neither an error nor repeated. None is, unless told otherwise.</summary>
    public Func<int, ReadOnlyMemory<byte>, bool>? IsAnswer { get; init; }

    /// <summary>Whether a passing failure is for whoever asked to look into before anything is repeated; no failure is, unless told otherwise.</summary>
    public Func<TaskRequestException, bool>? EndsWith { get; init; }

    /// <summary>Until when it is tried again, on the client's clock; null for as long as the client's options allow.</summary>
    public DateTimeOffset? RetryUntil { get; init; }

    /// <summary>A GET without a body: whoever resends it, nobody needs to know. What resends anything else would hide a doubt from us, so that it is kept from doing so, even where a repetition is safe.</summary>
    internal bool IsPlainRead => Method == HttpMethod.Get && Body is null && Safety == RetrySafety.Safe;

    /// <summary>A read, which is always safe to repeat.</summary>
    /// <param name="pathAndQuery">Relative to the endpoint.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    public static TaskHttpRequest Get(string pathAndQuery, ReadOptions? options = null) => new(HttpMethod.Get, pathAndQuery, RetrySafety.Safe) { RetryUntil = options?.RetryUntil };
}
