using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>What the pipeline needs to know about the protocol of a service: its name, its credential, and its errors.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public abstract class TaskDialect
{
    /// <summary>Gets the service's name, as errors and reports show it.</summary>
    public abstract string ServiceName { get; }

    /// <summary>Gets the name of the product, as messages show it: the name that the service has given for itself, as soon as it has given one.</summary>
    protected internal virtual string Product => ServiceName;

    /// <summary>Gets the header that contains the service's id of a request; <see langword="null"/> when there is none.</summary>
    protected internal virtual string? RequestIdHeader => null;

    /// <summary>Gets the header that contains the credential.</summary>
    protected internal virtual string CredentialHeader => "Authorization";

    /// <summary>Adds the credential to a request. Called for every attempt.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refused">The header value that the service refused, for which another one is needed; <see langword="null"/> for any valid value.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    protected internal abstract ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken);

    /// <summary>The text of the header for a credential.</summary>
    private protected virtual string ToHeader(string credential) => credential;

    /// <summary>Adds the credential in its header: at once, where it is there at once.</summary>
    private protected ValueTask AddCredential(HttpRequestMessage request, ValueTask<string?> credential)
    {
        if (!credential.IsCompletedSuccessfully)
        {
            return AddCredentialAsync(request, credential);
        }

        AddCredential(request, credential.Result);
        return ValueTask.CompletedTask;
    }

    private async ValueTask AddCredentialAsync(HttpRequestMessage request, ValueTask<string?> credential) =>
        AddCredential(request, await credential.ConfigureAwait(false));

    private void AddCredential(HttpRequestMessage request, string? credential)
    {
        if (credential is not null)
        {
            request.Headers.TryAddWithoutValidation(CredentialHeader, ToHeader(credential));
        }
    }

    /// <summary>Determines whether a refusal concerns the credential, so that another one may be accepted.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <returns><see langword="true"/> when it does. By default, this is the case for <see cref="TaskErrorReason.Authentication"/>.</returns>
    protected internal virtual bool IsCredentialRefused(TaskRequestException refusal) => refusal.Reason == TaskErrorReason.Authentication;

    /// <summary>Records what the headers of a reply state about the service itself. Called with every reply.</summary>
    /// <param name="response">The reply.</param>
    protected internal virtual void Heed(HttpResponseMessage response)
    {
    }

    /// <summary>Gets how long the service asks not to be called after a reply, according to its headers. Waits comply with it.</summary>
    /// <param name="response">The reply.</param>
    /// <returns>The time; <see langword="null"/> without a hint.</returns>
    protected internal virtual TimeSpan? PauseAfter(HttpResponseMessage response) => null;

    /// <summary>Gets why a reply that is not the service's own shows that the request did not reach the service.</summary>
    /// <param name="response">The reply.</param>
    /// <returns>The reason, in the words of the router in front of the service; <see langword="null"/> for any other reply.</returns>
    protected internal virtual string? NotPassedOn(HttpResponseMessage response) => null;

    /// <summary>Reads the error in the body of a reply.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The error; <see langword="null"/> when the body is not the service's own, such as the page of a proxy.</returns>
    protected internal abstract ServiceError? ReadError(ReadOnlySpan<byte> body);

    /// <summary>Determines whether the body of a reply with a successful status states that the request failed.</summary>
    /// <remarks>Such a reply is treated like any other error: it is read, classified, and thrown.</remarks>
    /// <param name="body">The body.</param>
    /// <returns><see langword="true"/> when the request failed.</returns>
    protected internal virtual bool IsFailure(ReadOnlySpan<byte> body) => false;

    /// <summary>Determines what an unsuccessful reply means.</summary>
    /// <param name="status">The status; a successful one when <see cref="IsFailure"/> returned <see langword="true"/>.</param>
    /// <param name="serviceError">The service's error; <see langword="null"/> when the body is not the service's own, so that the status may not be either.</param>
    /// <returns>The reason of the error.</returns>
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
