namespace TaskCancellation.Http;

/// <summary>Caches the result of a login. However many calls need it, one login is in progress at a time, and they share its failure.</summary>
/// <remarks>A result that the service refused is never returned again, however often the next login fails.</remarks>
/// <param name="login">Logs in; receives the result that the service refused last, or null.</param>
/// <param name="isGoodAt">Whether a result of that age is still good.</param>
/// <param name="clock">The clock.</param>
internal sealed class LoginCache<T>(Func<T?, Task<T>> login, Func<T, TimeSpan, bool> isGoodAt, TimeProvider clock)
    where T : class
{
    private readonly Lock gate = new();
    private Task<T>? underWay;
    private T? held;
    private T? refused;
    private long heldSince;

    /// <summary>Returns the cached result if it is good and not the refused one; otherwise that of a login. A refusal of an earlier result does not affect the cached one.</summary>
    internal async ValueTask<T> GetAsync(Func<T, bool> isRefused, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T>? mine = null;
        Task<T> wanted;
        T? replaced;
        lock (gate)
        {
            if (held is { } last && isRefused(last))
            {
                (held, refused) = (null, last);
            }

            if (held is { } current && isGoodAt(current, clock.GetElapsedTime(heldSince)))
            {
                return current;
            }

            replaced = refused;
            wanted = underWay ??= (mine = new TaskCompletionSource<T>()).Task;
        }

        // The login is shared by its waiters; a caller that gives up only stops waiting.
        var running = mine is null ? Task.CompletedTask : RunAsync(mine, replaced);
        var given = await wanted.WaitAsync(cancellationToken).ConfigureAwait(false);
        await running.ConfigureAwait(false);
        return given;
    }

    private async Task RunAsync(TaskCompletionSource<T> done, T? replaced)
    {
        try
        {
            var asked = clock.GetTimestamp();
            var given = await login(replaced).ConfigureAwait(false);
            lock (gate)
            {
                (held, heldSince, refused, underWay) = (given, asked, null, null);
            }

            done.SetResult(given);
        }
        catch (Exception failure)
        {
            lock (gate)
            {
                underWay = null;
            }

            // All waiters may have given up.
            done.SetException(failure);
            _ = done.Task.Exception;
        }
    }
}

/// <summary>Tells why a login failed, without the reply: it may quote the request, or hold a token.</summary>
internal static class LoginFailure
{
    /// <summary>Creates the failure of a login.</summary>
    /// <param name="failure">The failure of its request.</param>
    /// <param name="host">The host that was asked.</param>
    /// <param name="reason">The reason that it gave, as far as it can be shown; null for none.</param>
    internal static TaskRequestException From(TaskRequestException failure, string host, string? reason)
    {
        var isAnswered = failure.Delivery == RequestDelivery.Answered;
        return new TaskRequestException(
            isAnswered ? $"The login at {host} was not granted: {(reason ?? $"it answered {failure.StatusCode} and nothing that can be shown").TrimEnd('.')}." : failure.Summary,
            isAnswered ? null : failure,
            failure)
        {
            Reason = failure.IsTransient || failure.Reason is TaskErrorReason.Protocol or TaskErrorReason.Tls ? failure.Reason : TaskErrorReason.Authentication,
            BodyExcerpt = null,
            FollowsAmbiguousAttempt = false,
            IsFromIntermediary = false,
        };
    }
}
