namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The users by name.</summary>
internal sealed class VeevaVaultUsers
{
    private readonly Dictionary<string, Account> known = new(StringComparer.Ordinal);
    private long lastId = 4100;

    /// <summary>Adds a user, or puts it in the place of the one of that name.</summary>
    internal Account Add(VeevaVaultUser user)
    {
        var id = user.Id ?? Find(user.Name)?.Id ?? ++lastId;
        lastId = Math.Max(lastId, id);
        return known[user.Name] = new Account(user, id);
    }

    internal Account? Find(string name) => known.GetValueOrDefault(name);

    internal Account? FindByAccessToken(string token) =>
        known.Values.FirstOrDefault(account => account.User.AccessTokens.Any(one => one.Value == token));

    internal bool Remove(string name) => known.Remove(name);
}

/// <summary>A user and its state.</summary>
internal sealed class Account(VeevaVaultUser user, long id)
{
    internal long Id => id;

    internal string Name => user.Name;

    internal VeevaVaultUser User => user;

    internal VeevaVaultUserState State { get; set; } = user.State;

    /// <summary>Wrong passwords since the last right one.</summary>
    internal int Failures { get; set; }

    internal bool MayRead => user.Role >= VeevaVaultRole.JobReader;

    internal bool MayManage => user.Role >= VeevaVaultRole.JobManager;
}

/// <summary>The valid sessions and their ends.</summary>
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
    internal Session? Find(VeevaVaultCall call)
    {
        var header = call.Request.Header("Authorization") ?? "";
        var isBearer = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
        var session = known.GetValueOrDefault(isBearer ? header["Bearer ".Length..] : header);
        if (session is null || !IsGood(session))
        {
            return null;
        }

        var fits = session.IsToken ? isBearer && call.Version >= VeevaVaultVersion.ApiTokens : session.VaultId == VeevaVaultEmulator.VaultId;
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

/// <summary>The session of an Authorization header.</summary>
internal sealed record Session(string Id, string User, long VaultId, DateTimeOffset StartedAt)
{
    internal DateTimeOffset LastUsedAt { get; set; } = StartedAt;

    /// <summary>An API access token: it does not idle out, and is good only as a bearer, in newer versions.</summary>
    internal bool IsToken { get; init; }

    /// <summary>Given with the user, not by a login: it ends only when all do, or when the user is replaced.</summary>
    internal bool IsGiven { get; init; }

    internal DateTimeOffset? ExpiresAt { get; init; }
}
