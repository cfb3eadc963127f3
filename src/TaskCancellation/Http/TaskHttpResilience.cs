using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace TaskCancellation.Http;

/// <summary>What happens after a failed attempt: retries where they are safe, within the total timeout. Built once per client.</summary>
internal static class TaskHttpResilience
{
    private const int MostDoublings = 20;
    internal static readonly ResiliencePropertyKey<TaskHttpCall> Call = new("TaskCancellation.Call");
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    // For how long a login that fails transiently is retried: nothing was sent, and many calls wait for the one login.
    private static readonly TimeSpan LoginPatience = TimeSpan.FromSeconds(30);

    internal static ResiliencePipeline<TaskHttpReply> Build(TaskClientOptions options, Action<TaskHttpCall, Exception, TimeSpan> onRetry)
    {
        var builder = new ResiliencePipelineBuilder<TaskHttpReply> { TimeProvider = options.TimeProvider };
        builder.AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = timed => ValueTask.FromResult(Longer(TimeLeft(CallOf(timed.Context), options), TimeSpan.FromTicks(1))) });
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(Retry(options, onRetry));
        }

        return builder.Build();
    }

    private static RetryStrategyOptions<TaskHttpReply> Retry(TaskClientOptions options, Action<TaskHttpCall, Exception, TimeSpan> onRetry) => new()
    {
        MaxRetryAttempts = int.MaxValue,
        ShouldHandle = failed => ValueTask.FromResult(MayRepeat(CallOf(failed.Context), failed.Outcome.Exception, options) && IsLeft(CallOf(failed.Context), options)),
        DelayGenerator = failed => ValueTask.FromResult<TimeSpan?>(Pause(CallOf(failed.Context), Hint(failed.Outcome.Exception), Backoff(options.RetryDelay, failed.AttemptNumber), options)),
        OnRetry = failed =>
        {
            var call = CallOf(failed.Context);
            call.FollowsAmbiguousAttempt |= IsAmbiguous(call, failed.Outcome.Exception!);
            call.LastFailure = failed.Outcome.Exception;
            call.Pass = null;
            onRetry(call, failed.Outcome.Exception!, failed.RetryDelay);
            return ValueTask.CompletedTask;
        },
    };

    private static TaskHttpCall CallOf(ResilienceContext context) => context.Properties.GetValue(Call, null!);

    // Requests are limited by number of retries, logins by time.
    private static bool IsLeft(TaskHttpCall call, TaskClientOptions options)
    {
        if (!call.IsLoginFailure)
        {
            return call.Failures++ < options.MaxRetries;
        }

        call.LoginFailedAt ??= options.TimeProvider.GetTimestamp();
        return options.TimeProvider.GetElapsedTime(call.LoginFailedAt.Value) < LoginPatience;
    }

    // A hint binds. For a login, whose retries no number limits, it does not shorten the pause: a token server that says "0" is not asked without one.
    private static TimeSpan Pause(TaskHttpCall call, TimeSpan? hint, TimeSpan backoff, TaskClientOptions options) =>
        hint is { } asked && (asked >= backoff || !call.IsLoginFailure) ? asked : Shorter(backoff, Left(call, options));

    // The last attempt falls on the instant until which retries are allowed.
    private static TimeSpan Left(TaskHttpCall call, TaskClientOptions options) =>
        call.Request.RetryUntil is { } until ? until - options.TimeProvider.GetUtcNow() : TimeSpan.MaxValue;

    private static TimeSpan? Hint(Exception? failure) => (failure as TaskRequestException)?.RetryAfter;

    // Exponential, with jitter from half to the whole, so that many clients do not retry in step.
    internal static TimeSpan Backoff(TimeSpan first, int attempt) => Shorter(first * Math.Pow(2, Math.Min(attempt, MostDoublings)), MaxDelay) * (0.5 + (Random.Shared.NextDouble() / 2));

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static bool MayRepeat(TaskHttpCall call, Exception? failure, TaskClientOptions options) =>
        (Left(call, options), TimeLeft(call, options), Hint(failure) ?? TimeSpan.Zero) is var (left, time, hint)
        && left > TimeSpan.Zero && hint <= left && hint < time && IsPassing(call, failure, options);

    // A Retry-After longer than the time left ends the call with its error.
    private static TimeSpan TimeLeft(TaskHttpCall call, TaskClientOptions options) => options.Timeout - options.TimeProvider.GetElapsedTime(call.BeganAt);

    private static bool IsPassing(TaskHttpCall call, Exception? failure, TaskClientOptions options) => failure switch
    {
        TimeoutRejectedException => call.Request.Safety == RetrySafety.Safe || (call.Request.Safety == RetrySafety.SafeIfNotSent && !call.IsSent),
        TaskRequestException { IsTransient: true } error => MayRepeat(call.Request.Safety, error) && call.Request.EndsWith?.Invoke(error) != true && (error.RetryAfter ?? TimeSpan.Zero) <= options.MaxRetryAfter,
        _ => false,
    };

    private static bool MayRepeat(RetrySafety safety, TaskRequestException error) => safety switch
    {
        RetrySafety.Safe => true,
        RetrySafety.SafeIfNotSent => error.Delivery == RequestDelivery.NotSent || error.Reason == TaskErrorReason.Throttled,
        _ => false,
    };

    // A refusal is definite; a server error, a broken connection and a timeout are ambiguous.
    private static bool IsAmbiguous(TaskHttpCall call, Exception failure) => failure is TaskRequestException error ? !error.IsDefiniteRefusal : call.IsSent;
}

/// <summary>One call and the state of its attempts.</summary>
internal sealed class TaskHttpCall(TaskHttpRequest request, Uri address, CancellationToken callerToken)
{
    private SecretRedactor? secrets;
    private HttpRequestHeaders? sent;
    private string? credentialHeader;

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

    /// <summary>What makes the errors of the call.</summary>
    internal required RequestExceptionFactory Errors { get; init; }

    /// <summary>The failure of the first attempt, until the resilience pipeline takes it.</summary>
    internal ExceptionDispatchInfo? FirstFailure { get; set; }

    /// <summary>The failure of the previous attempt; null in the first.</summary>
    internal Exception? LastFailure { get; set; }

    /// <summary>An earlier attempt may have reached the service and been acted on.</summary>
    internal bool FollowsAmbiguousAttempt { get; set; } = request.FollowsAmbiguousAttempt;

    /// <summary>The credential of the last attempt, as the value of its header; null without one.</summary>
    internal string? Credential => credentialHeader is { } name && sent!.NonValidated.TryGetValues(name, out var given) ? given.ToString() : null;

    /// <summary>Removes the secrets of the last attempt from texts.</summary>
    internal SecretRedactor SecretRedactor => secrets ??= SecretRedactor.Of(Credential, request.Secrets);

    /// <summary>Hands over the failure of the first attempt; null once it was taken.</summary>
    internal ExceptionDispatchInfo? TakeFirstFailure()
    {
        var first = FirstFailure;
        FirstFailure = null;
        return first;
    }

    /// <summary>The service's refusal of the credential: it is renewed, once per call, before anything more is sent.</summary>
    internal TaskRequestException? Refusal { get; private set; }

    /// <summary>The credential that was refused.</summary>
    internal string? Refused { get; private set; }

    /// <summary>The refused credential was renewed in this call.</summary>
    internal bool IsRenewed { get; set; }

    /// <summary>The last attempt failed because its credential could not be obtained.</summary>
    internal bool IsLoginFailure { get; set; }

    /// <summary>How often the request was sent.</summary>
    internal int Sendings { get; set; }

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
    internal void Authenticated(HttpRequestHeaders headers, string credentialHeader) => (sent, this.credentialHeader, secrets) = (headers, credentialHeader, null);

    /// <summary>Records that the service refused the credential. The attempt is not ambiguous.</summary>
    internal void CredentialRefused(TaskRequestException refusal) => (Refusal, Refused, Pass) = (refusal, Credential, null);
}

/// <summary>Limits the time of each attempt. On the system's clock, timers that did not fire are used again.</summary>
internal sealed class AttemptTimer(TimeSpan limit, TimeProvider clock)
{
    private const int MostIdle = 64;
    private readonly ConcurrentQueue<CancellationTokenSource> idle = [];

    /// <summary>Begins an attempt, which ends when its time is over or the caller's token fires.</summary>
    internal Attempt Start(CancellationToken cancellationToken)
    {
        if (idle.TryDequeue(out var source))
        {
            source.CancelAfter(limit);
        }
        else
        {
            source = new CancellationTokenSource(limit, clock);
        }

        return new Attempt(this, source, cancellationToken);
    }

    private void Return(CancellationTokenSource source)
    {
        // Only the system's timers can be set again.
        if (clock == TimeProvider.System && idle.Count < MostIdle && source.TryReset())
        {
            idle.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }

    /// <summary>The time of one attempt.</summary>
    internal readonly struct Attempt : IDisposable
    {
        private readonly AttemptTimer owner;
        private readonly CancellationTokenSource source;
        private readonly CancellationToken outer;
        private readonly CancellationTokenRegistration link;

        internal Attempt(AttemptTimer owner, CancellationTokenSource source, CancellationToken outer)
        {
            (this.owner, this.source, this.outer) = (owner, source, outer);
            link = outer.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        }

        internal CancellationToken Token => source.Token;

        /// <summary>The time is over, and nobody canceled.</summary>
        internal bool IsOver => source.IsCancellationRequested && !outer.IsCancellationRequested;

        public void Dispose()
        {
            link.Dispose();
            owner.Return(source);
        }
    }
}
