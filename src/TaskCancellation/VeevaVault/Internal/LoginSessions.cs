namespace TaskCancellation.VeevaVault;

/// <summary>Sessions from a login, kept until Vault refuses them or they come of age. However many calls need one, one login is under way at a time, and its failure is theirs together.</summary>
internal sealed class LoginSessions(VaultLogin login, VaultPassword password, TimeProvider clock) : ISessionSource
{
    // A session ends after 48 hours, however busy it is.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(47);

    private readonly Lock gate = new();
    private Task<string>? underWay;
    private string? held;
    private long heldSince;
    private Exception? refusal;

    public bool CanRefresh => true;

    public async ValueTask<string> GetAsync(bool forceRefresh, CancellationToken cancellationToken)
    {
        TaskCompletionSource<string>? mine = null;
        Task<string> session;
        lock (gate)
        {
            if (!forceRefresh && held is { } current && clock.GetElapsedTime(heldSince) < Lifetime)
            {
                return current;
            }

            // Asked again and again with a wrong password, Vault locks the user out.
            if (refusal is { } final)
            {
                throw new TaskClientException($"The login was refused before and is not tried again by this client. {final.Message}");
            }

            session = underWay ??= (mine = new TaskCompletionSource<string>()).Task;
        }

        // The login belongs to all who wait for it; a caller that gives up only stops waiting.
        var running = mine is null ? Task.CompletedTask : RunAsync(mine);
        var id = await session.WaitAsync(cancellationToken).ConfigureAwait(false);
        await running.ConfigureAwait(false);
        return id;
    }

    private async Task RunAsync(TaskCompletionSource<string> done)
    {
        try
        {
            var asked = clock.GetTimestamp();
            var id = await login.SendAsync(password).ConfigureAwait(false);
            lock (gate)
            {
                (held, heldSince, underWay) = (id, asked, null);
            }

            done.SetResult(id);
        }
        catch (Exception failure)
        {
            lock (gate)
            {
                underWay = null;
                refusal = VaultLogin.IsFinal(failure) ? failure : null;
            }

            done.SetException(failure);
        }
    }
}
