namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The sessions that are good, and until when.</summary>
internal sealed class Sessions(VeevaVaultEmulator emulator)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(48);

    private readonly Dictionary<string, Session> known = new(StringComparer.Ordinal);
    private int issued;

    internal Session Issue(Account account, long vaultId) =>
        Add(new Session($"{emulator.Seed:X8}{++issued:X8}{account.Id:X16}", account.Name, vaultId, emulator.ServerNow));

    /// <summary>Makes the sessions and tokens of a user good, and those bad that the user had when it was replaced.</summary>
    internal void Give(VeevaVaultUser user)
    {
        EndAll(session => session.IsGiven && session.User == user.Name);
        foreach (var id in user.Sessions)
        {
            Add(new Session(id, user.Name, VeevaVaultEmulator.VaultId, emulator.ServerNow) { IsGiven = true });
        }

        foreach (var token in user.ApiTokens)
        {
            Add(new Session(token.Value, user.Name, VeevaVaultEmulator.VaultId, emulator.ServerNow) { IsGiven = true, IsToken = true, ExpiresAt = token.ExpiresAt });
        }
    }

    internal void End(Session session) => known.Remove(session.Id);

    internal void EndAll(Func<Session, bool> condition)
    {
        foreach (var session in known.Values.Where(condition).ToList())
        {
            End(session);
        }
    }

    /// <summary>The session of a request: its id raw, or behind "Bearer".</summary>
    internal Session? Find(Call call)
    {
        var header = call.Request.Header("Authorization") ?? "";
        var isBearer = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
        var session = known.GetValueOrDefault(isBearer ? header["Bearer ".Length..] : header);
        if (session is null || !IsGood(session))
        {
            return null;
        }

        var fits = session.IsToken ? isBearer && call.Version >= ApiVersion.ApiTokens : session.VaultId == VeevaVaultEmulator.VaultId;
        return fits ? session : null;
    }

    private Session Add(Session session) => known[session.Id] = session;

    private bool IsGood(Session session)
    {
        var now = emulator.ServerNow;
        var isOver = session.ExpiresAt <= now
            || (!session.IsGiven
                && (now - session.LastUsedAt >= emulator.SessionIdleTimeout || now - session.StartedAt >= LongestLife));
        return !isOver;
    }
}
