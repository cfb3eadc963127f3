namespace TaskCancellation.Testing.TopazImage;

/// <summary>The API keys.</summary>
internal sealed class TopazImageUsers
{
    private readonly Dictionary<string, TopazImageUser> users = new(StringComparer.Ordinal);

    internal void Add(TopazImageUser key) => users[key.Name] = key;

    internal bool Remove(string name) => users.Remove(name);

    /// <summary>Returns the account of the caller; 401 without a valid key, 403 when the key does not allow the request.</summary>
    internal string Authenticate(EmulatedRequest request, TopazImagePermissions needed, DateTimeOffset now)
    {
        var shown = request.Header("X-API-Key");
        if (users.Values.FirstOrDefault(key => (key.ApiKey ?? key.Name) == shown) is not { } key || key.ExpiresAt <= now)
        {
            throw new TopazImageRefusal(401);
        }

        return (key.Permissions & needed) == needed ? key.Account : throw new TopazImageRefusal(403);
    }
}

/// <summary>Counts requests per account.</summary>
internal sealed class TopazImageRateLimiter(TopazImageEmulator emulator)
{
    private readonly RequestWindows windows = new();

    /// <summary>Counts this request; 429 when it is one too many.</summary>
    internal void Count(string account)
    {
        var now = emulator.ServerNow;
        if (emulator.IsOverloaded || (emulator.RateLimit is { } limit && windows.Count(account, now, now + limit.Window).Count > limit.Requests))
        {
            throw new TopazImageRefusal(429);
        }
    }
}
