namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The sessions that are good, and until when.</summary>
internal sealed class Sessions(VeevaVaultEmulator emulator)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(48);

    private readonly Dictionary<string, Session> known = new(StringComparer.Ordinal);
    private int issued;

    internal Session Issue(User user, long vaultId) =>
        Add(new Session($"{emulator.Seed:X8}{++issued:X8}{user.Id:X16}", user, vaultId, emulator.ServerNow));

    internal Session Add(Session session) => known[session.Id] = session;

    internal void End(Session session) => known.Remove(session.Id);

    internal void EndAll() => known.Clear();

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

    private bool IsGood(Session session)
    {
        var now = emulator.ServerNow;
        var isOver = session.ExpiresAt <= now
            || (!session.IsToken && !session.IsEndless
                && (now - session.LastUsedAt >= emulator.SessionIdleTimeout || now - session.StartedAt >= LongestLife));
        return !isOver;
    }
}
