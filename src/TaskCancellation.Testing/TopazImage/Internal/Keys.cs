namespace TaskCancellation.Testing.TopazImage;

/// <summary>The API keys.</summary>
internal sealed class Keys
{
    private readonly Dictionary<string, TopazImageKey> keys = new(StringComparer.Ordinal);

    internal void Add(TopazImageKey key) => keys[key.Name] = key;

    internal bool Remove(string name) => keys.Remove(name);

    /// <summary>The account that asks; 401 without a good key, 403 when the key is not for this.</summary>
    internal string Authenticate(EmulatedRequest request, TopazImagePermissions needed, DateTimeOffset now)
    {
        var shown = request.Header("X-API-Key");
        if (keys.Values.FirstOrDefault(key => (key.Secret ?? key.Name) == shown) is not { } key || key.ExpiresAt <= now)
        {
            throw new Refusal(401);
        }

        return (key.Permissions & needed) == needed ? key.Account : throw new Refusal(403);
    }
}
