using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>One call and what its tries have come to.</summary>
internal sealed class TaskHttpCall(TaskHttpRequest request, Uri address, CancellationToken callerToken)
{
    private SecretRedactor? secrets;

    internal TaskHttpRequest Request => request;

    internal Uri Address => address;

    /// <summary>The caller's own token: what else ends a try is a timeout.</summary>
    internal CancellationToken CallerToken => callerToken;

    /// <summary>The try under way; null in a pause, and before there is a credential.</summary>
    internal SingleAttempt? Pass { get; set; }

    /// <summary>The try under way may have been handed to the network.</summary>
    internal bool IsSent => Pass is { MayBeSent: true };

    /// <summary>When the call began, on the client's clock.</summary>
    internal required long BeganAt { get; init; }

    /// <summary>How the try before this one failed; null in the first.</summary>
    internal Exception? LastFailure { get; set; }

    /// <summary>An earlier try may have reached the service and been acted on.</summary>
    internal bool FollowsAmbiguousAttempt { get; set; } = request.FollowsAmbiguousAttempt;

    /// <summary>The credential of the last try, as the value of its header; null without one.</summary>
    internal string? Credential { get; private set; }

    /// <summary>What no text about the last try may show.</summary>
    internal SecretRedactor SecretRedactor => secrets ??= SecretRedactor.Of(Credential, request.Secrets);

    /// <summary>The service's refusal of a credential: another is to be had before anything more is sent. It is renewed once a call.</summary>
    internal TaskRequestException? Refusal { get; private set; }

    /// <summary>The credential that was refused.</summary>
    internal string? Refused { get; private set; }

    /// <summary>The credential was renewed in this call already: another was had in place of the refused one.</summary>
    internal bool IsRenewed { get; set; }

    /// <summary>The last try failed because its credential could not be had.</summary>
    internal bool IsLoginFailure { get; set; }

    /// <summary>How often the request itself has failed; a login that failed is not counted.</summary>
    internal int Failures { get; set; }

    /// <summary>When a login failed first, on the client's clock; null while none has.</summary>
    internal long? LoginFailedAt { get; set; }

    /// <summary>Method and address, without the query: its values are the caller's.</summary>
    internal string Asked => SafeText.Of($"{request.Method} {address.AbsolutePath} at {address.GetLeftPart(UriPartial.Authority)}");

    /// <summary>A text as it may be shown.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    internal string? Shown(string? text) => text is null ? null : SafeText.Of(SecretRedactor.Hide(text));

    /// <summary>Takes note of what the try is sent with.</summary>
    internal void Authenticated(string? credential) => (Credential, secrets) = (credential, credential == Credential ? secrets : null);

    /// <summary>Takes note that the service refused it. Nothing of the try is in doubt.</summary>
    internal void CredentialRefused(TaskRequestException refusal) => (Refusal, Refused, Pass) = (refusal, Credential, null);
}
