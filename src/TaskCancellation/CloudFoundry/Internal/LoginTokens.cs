namespace TaskCancellation.CloudFoundry;

/// <summary>Tokens from a login, kept until shortly before they expire. However many calls need one, one login is under way at a time; its failure is theirs together, so that a wrong password is not tried again and again.</summary>
internal abstract class LoginTokens(TimeProvider clock) : ITokenSource
{
    private readonly Lock gate = new();
    private Task<string>? underWay;
    private IssuedToken? held;
    private long heldSince;

    public bool CanRefresh => true;

    public async ValueTask<string> GetAsync(bool forceRefresh, CancellationToken cancellationToken)
    {
        TaskCompletionSource<string>? mine = null;
        Task<string> login;
        string? refused;
        lock (gate)
        {
            if (!forceRefresh && held is { } current && current.IsGoodAt(clock.GetElapsedTime(heldSince)))
            {
                return current.Token;
            }

            refused = forceRefresh ? held?.Token : null;
            login = underWay ??= (mine = new TaskCompletionSource<string>()).Task;
        }

        // The login belongs to all who wait for it; a caller that gives up only stops waiting.
        var running = mine is null ? Task.CompletedTask : RunAsync(mine, refused);
        var token = await login.WaitAsync(cancellationToken).ConfigureAwait(false);
        await running.ConfigureAwait(false);
        return token;
    }

    /// <summary>Gets a token that is not the refused one.</summary>
    private protected abstract Task<IssuedToken> LoginAsync(string? refused);

    private async Task RunAsync(TaskCompletionSource<string> done, string? refused)
    {
        try
        {
            var asked = clock.GetTimestamp();
            var issued = await LoginAsync(refused).ConfigureAwait(false);
            lock (gate)
            {
                (held, heldSince, underWay) = (issued, asked, null);
            }

            done.SetResult(issued.Token);
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
