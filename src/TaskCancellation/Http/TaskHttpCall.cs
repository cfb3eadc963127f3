using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>One call and the state of its attempts.</summary>
internal sealed class TaskHttpCall(TaskHttpRequest request, Uri address, CancellationToken callerToken)
{
    private SecretRedactor? secrets;

    internal TaskHttpRequest Request => request;

    internal Uri Address => address;

    /// <summary>The caller's own token: any other cancellation of an attempt is a timeout.</summary>
    internal CancellationToken CallerToken => callerToken;

    /// <summary>The current attempt; null in a pause, and before there is a credential.</summary>
    internal SingleAttempt? Pass { get; set; }

    /// <summary>The current attempt may have been sent.</summary>
    internal bool IsSent => Pass is { MayBeSent: true };

    /// <summary>When the call began, on the client's clock.</summary>
    internal required long BeganAt { get; init; }

    /// <summary>The failure of the previous attempt; null in the first.</summary>
    internal Exception? LastFailure { get; set; }

    /// <summary>An earlier attempt may have reached the service and been acted on.</summary>
    internal bool FollowsAmbiguousAttempt { get; set; } = request.FollowsAmbiguousAttempt;

    /// <summary>The credential of the last attempt, as the value of its header; null without one.</summary>
    internal string? Credential { get; private set; }

    /// <summary>Removes the secrets of the last attempt from texts.</summary>
    internal SecretRedactor SecretRedactor => secrets ??= SecretRedactor.Of(Credential, request.Secrets);

    /// <summary>The service's refusal of the credential: it is renewed, once per call, before anything more is sent.</summary>
    internal TaskRequestException? Refusal { get; private set; }

    /// <summary>The credential that was refused.</summary>
    internal string? Refused { get; private set; }

    /// <summary>The refused credential was renewed in this call.</summary>
    internal bool IsRenewed { get; set; }

    /// <summary>The last attempt failed because its credential could not be obtained.</summary>
    internal bool IsLoginFailure { get; set; }

    /// <summary>How often the request itself has failed; failed logins are not counted.</summary>
    internal int Failures { get; set; }

    /// <summary>When a login first failed, on the client's clock; null while none has.</summary>
    internal long? LoginFailedAt { get; set; }

    /// <summary>Method and address, without the query: its values are the caller's.</summary>
    internal string Asked => SafeText.Of($"{request.Method} {address.AbsolutePath} at {address.GetLeftPart(UriPartial.Authority)}");

    /// <summary>A text as it may be shown.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    internal string? Shown(string? text) => text is null ? null : SafeText.Of(SecretRedactor.Hide(text));

    /// <summary>Records the credential of the attempt.</summary>
    internal void Authenticated(string? credential) => (Credential, secrets) = (credential, credential == Credential ? secrets : null);

    /// <summary>Records that the service refused the credential. The attempt is not ambiguous.</summary>
    internal void CredentialRefused(TaskRequestException refusal) => (Refusal, Refused, Pass) = (refusal, Credential, null);
}
