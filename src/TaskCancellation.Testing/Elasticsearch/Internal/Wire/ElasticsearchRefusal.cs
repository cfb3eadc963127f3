namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A request that fails as a whole; thrown where a check fails, rendered at the top.</summary>
internal sealed class ElasticsearchRefusal(int status, ElasticsearchError error) : Exception(error.Reason)
{
    internal int Status => status;

    internal ElasticsearchError Error => error;

    /// <summary>Some errors are a bare text on the wire, not an object.</summary>
    internal bool IsText { get; private init; }

    /// <summary>Whether the bare text goes without a status field.</summary>
    internal bool HidesStatus { get; private init; }

    /// <summary>The whole reply, where it is none of the usual forms.</summary>
    internal EmulatedReply? Reply { get; private init; }

    /// <summary>What the product names as root causes where it is not the innermost exception.</summary>
    internal IReadOnlyList<ElasticsearchError>? RootCauses { get; init; }

    /// <summary>Sent with the answer, and named in the error where that is an object.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal static ElasticsearchRefusal BadArgument(string reason, ElasticsearchError? cause = null) =>
        new(400, new ElasticsearchError("illegal_argument_exception", reason, cause));

    internal static ElasticsearchRefusal Invalid(string reason) =>
        new(400, new ElasticsearchError("action_request_validation_exception", $"Validation Failed: 1: {reason};"));

    internal static ElasticsearchRefusal NotFound(string reason) => new(404, new ElasticsearchError("resource_not_found_exception", reason));

    internal static ElasticsearchRefusal Text(int status, string text, bool hidesStatus = false, string? allow = null) => new(status, new ElasticsearchError("", text))
    {
        IsText = true,
        HidesStatus = hidesStatus,
        Headers = allow is null ? [] : [new("Allow", allow)],
    };

    /// <summary>A refusal in a form of its own.</summary>
    internal static ElasticsearchRefusal Of(EmulatedReply reply) => new(reply.Status, new ElasticsearchError("", "")) { Reply = reply };
}
