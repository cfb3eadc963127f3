namespace TaskCancellation.Http;

/// <summary>Keeps what a login gave. However many calls need it, one login is under way at a time, and its failure is theirs together.</summary>
/// <param name="login">Logs in; it is given what the service refused, or null.</param>
/// <param name="isGoodAt">Whether it is still good at that age.</param>
/// <param name="clock">The clock that it ages by.</param>
internal sealed class LoginCache<T>(Func<T?, Task<T>> login, Func<T, TimeSpan, bool> isGoodAt, TimeProvider clock)
    where T : class
{
    private readonly Lock gate = new();
    private Task<T>? underWay;
    private T? held;
    private long heldSince;

    /// <summary>What is held, if it is good and not what the service refused; else what a login gives. A refusal of what was held before does not touch what is held now.</summary>
    internal async ValueTask<T> GetAsync(Func<T, bool> isRefused, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T>? mine = null;
        Task<T> wanted;
        T? refused;
        lock (gate)
        {
            refused = held is { } last && isRefused(last) ? last : null;
            if (refused is null && held is { } current && isGoodAt(current, clock.GetElapsedTime(heldSince)))
            {
                return current;
            }

            wanted = underWay ??= (mine = new TaskCompletionSource<T>()).Task;
        }

        // The login belongs to all who wait for it; a caller that gives up only stops waiting.
        var running = mine is null ? Task.CompletedTask : RunAsync(mine, refused);
        var given = await wanted.WaitAsync(cancellationToken).ConfigureAwait(false);
        await running.ConfigureAwait(false);
        return given;
    }

    private async Task RunAsync(TaskCompletionSource<T> done, T? refused)
    {
        try
        {
            var asked = clock.GetTimestamp();
            var given = await login(refused).ConfigureAwait(false);
            lock (gate)
            {
                (held, heldSince, underWay) = (given, asked, null);
            }

            done.SetResult(given);
        }
        catch (Exception failure)
        {
            lock (gate)
            {
                underWay = null;
            }

            done.SetException(failure);
        }
    }
}
