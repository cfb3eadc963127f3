using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>What the pipeline must know of a service's wire: its name, its credential, its errors.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public abstract class TaskDialect
{
    /// <summary>Gets the service's name, as errors and reports show it.</summary>
    public abstract string ServiceName { get; }

    /// <summary>What texts call the service: by the name that it gave itself, once it has.</summary>
    protected internal virtual string Product => ServiceName;

    /// <summary>The header that carries the service's id of a request; null where it has none.</summary>
    protected internal virtual string? RequestIdHeader => null;

    /// <summary>The header that carries the credential.</summary>
    protected internal virtual string CredentialHeader => "Authorization";

    /// <summary>Puts the credential on a request. Called for every try.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refused">The value of the header that the service refused: get another. Null for any that is good.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    protected internal abstract ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken);

    /// <summary>Whether a refusal is one of the credential, so that another one may do.</summary>
    protected internal virtual bool IsCredentialRefused(TaskRequestException refusal) => refusal.Reason == TaskErrorReason.Authentication;

    /// <summary>Takes note of what the headers of a reply say of the service itself.</summary>
    protected internal virtual void Heed(HttpResponseMessage response)
    {
    }

    /// <summary>How long the service, by the headers of a reply, would be left alone after it; null without a hint. Waits heed it.</summary>
    protected internal virtual TimeSpan? PauseAfter(HttpResponseMessage response) => null;

    /// <summary>Why a reply that is not the service's own says that the request never came to it, as the router before it puts it; null for any other reply.</summary>
    protected internal virtual string? NotPassedOn(HttpResponseMessage response) => null;

    /// <summary>Reads the service's error envelope; null when the body is something else, such as a proxy's page.</summary>
    protected internal abstract ServiceError? ReadError(ReadOnlySpan<byte> body);

    /// <summary>Whether the body of a reply with a successful status says that the request failed all the same. It is then an error like any other: read, classified and thrown.</summary>
    protected internal virtual bool IsFailure(ReadOnlySpan<byte> body) => false;

    /// <summary>What an unsuccessful reply means.</summary>
    /// <param name="status">The status; a successful one where <see cref="IsFailure"/> said so.</param>
    /// <param name="serviceError">The service's error; null when the body is not the service's, so that the status may not be either.</param>
    protected internal virtual TaskErrorReason Classify(int status, ServiceError? serviceError) => status switch
    {
        401 => TaskErrorReason.Authentication,
        403 => TaskErrorReason.Authorization,
        404 when serviceError is not null => TaskErrorReason.NotFound,
        409 when serviceError is not null => TaskErrorReason.Conflict,
        429 => TaskErrorReason.Throttled,

        // Of those that stand before the service: they gave up waiting, and it may have acted.
        408 or 460 or 499 => TaskErrorReason.ServerError,

        // Without the service's own error it may be a proxy's, which does not say what the service did.
        >= 400 and < 500 when serviceError is null => TaskErrorReason.Protocol,
        >= 400 and < 500 => TaskErrorReason.InvalidRequest,
        >= 500 => TaskErrorReason.ServerError,
        _ => TaskErrorReason.Protocol,
    };
}
