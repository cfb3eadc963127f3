namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The users by name.</summary>
internal sealed class Accounts
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
