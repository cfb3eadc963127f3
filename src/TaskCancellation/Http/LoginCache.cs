namespace TaskCancellation.Http;

/// <summary>Keeps what a login gave. However many calls need it, one login is under way at a time, and its failure is theirs together.</summary>
/// <remarks>What the service refused is given out no more, however often the login that is to replace it fails.</remarks>
/// <param name="login">Logs in; it is given what the service refused last, or null.</param>
/// <param name="isGoodAt">Whether it is still good at that age.</param>
/// <param name="clock">The clock that it ages by.</param>
internal sealed class LoginCache<T>(Func<T?, Task<T>> login, Func<T, TimeSpan, bool> isGoodAt, TimeProvider clock)
    where T : class
{
    private readonly Lock gate = new();
    private Task<T>? underWay;
    private T? held;
    private T? refused;
    private long heldSince;

    /// <summary>What is held, if it is good and not what the service refused; else what a login gives. A refusal of what was held before does not touch what is held now.</summary>
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

        // The login belongs to all who wait for it; a caller that gives up only stops waiting.
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

            // Whoever asked may have given up.
            done.SetException(failure);
            _ = done.Task.Exception;
        }
    }
}

/// <summary>Says why a login failed, without the reply: it may quote what was sent, or hold what was given.</summary>
internal static class LoginFailure
{
    /// <summary>The failure of a login.</summary>
    /// <param name="failure">That of its request.</param>
    /// <param name="host">Where it is.</param>
    /// <param name="reason">What it said, as far as that can be shown; null for nothing.</param>
    internal static TaskRequestException From(TaskRequestException failure, string host, string? reason)
    {
        var isAnswered = failure.Delivery == RequestDelivery.Answered;
        return new TaskRequestException(
            $"The login at {host} {(isAnswered ? "was not granted" : "could not be reached")}{(isAnswered ? reason : failure.Summary) switch { null => "", var words => ": " + words.TrimEnd('.') }}.",
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
