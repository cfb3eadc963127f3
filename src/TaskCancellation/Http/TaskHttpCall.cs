namespace TaskCancellation.Http;

/// <summary>One call and what its tries have come to.</summary>
internal sealed class TaskHttpCall(TaskHttpRequest request, CancellationToken callerToken)
{
    internal TaskHttpRequest Request => request;

    /// <summary>The caller's own token: what else ends a try is a time-out.</summary>
    internal CancellationToken CallerToken => callerToken;

    /// <summary>The try under way has been handed to the network; false in a pause.</summary>
    internal bool IsSent { get; set; }

    /// <summary>How the try before this one failed; null in the first.</summary>
    internal Exception? LastFailure { get; set; }

    /// <summary>An earlier try may have reached the service and been acted on.</summary>
    internal bool FollowsDoubtfulTry { get; set; } = request.FollowsDoubtfulTry;

    /// <summary>The Authorization of the last try, to say which credential was refused; null without one.</summary>
    internal string? Authorization { get; set; }

    /// <summary>The service called the credential stale: another is to be had before anything more is sent. It is renewed once a call.</summary>
    internal bool IsCredentialStale { get; set; }

    /// <summary>The Authorization that was refused so.</summary>
    internal string? Refused { get; set; }

    /// <summary>The credential was renewed in this call already: another was had in place of the refused one.</summary>
    internal bool IsCredentialRenewed { get; set; }

    /// <summary>The last try failed because its credential could not be had.</summary>
    internal bool IsLoginFailure { get; set; }

    /// <summary>How often the request itself has failed; a login that failed is not counted.</summary>
    internal int Failures { get; set; }

    /// <summary>When a login failed first, on the client's clock; null while none has.</summary>
    internal long? LoginFailedAt { get; set; }
}
