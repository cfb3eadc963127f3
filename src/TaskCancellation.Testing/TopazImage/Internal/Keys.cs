namespace TaskCancellation.Testing.TopazImage;

/// <summary>The API keys.</summary>
internal sealed class Keys
{
    private readonly Dictionary<string, Key> keys = new(StringComparer.Ordinal);

    internal void Add(string key, string account, TopazImagePermissions permissions, DateTimeOffset? expiresAt) =>
        keys[key] = new Key(account, permissions, expiresAt);

    internal void Revoke(string key) => keys.Remove(key);

    /// <summary>The account that asks; 401 without a good key, 403 when the key is not for this.</summary>
    internal string Authenticate(EmulatedRequest request, TopazImagePermissions needed, DateTimeOffset now)
    {
        if (keys.GetValueOrDefault(request.Header("X-API-Key") ?? "") is not { } key || key.ExpiresAt <= now)
        {
            throw new Refusal(401);
        }

        return (key.Permissions & needed) == needed ? key.Account : throw new Refusal(403);
    }

    private sealed record Key(string Account, TopazImagePermissions Permissions, DateTimeOffset? ExpiresAt);
}
