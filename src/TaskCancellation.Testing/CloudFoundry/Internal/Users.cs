namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Who is known, and the bearer tokens that are good.</summary>
internal sealed class Users(CloudFoundryEmulator emulator, UuidSequence guids)
{
    private readonly Dictionary<string, (CloudFoundryUser User, Caller Caller)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Caller Caller, DateTimeOffset? ExpiresAt)> tokens = new(StringComparer.Ordinal);

    internal (CloudFoundryUser User, Caller Caller) this[string name] =>
        known.TryGetValue(name, out var user) ? user : throw new ArgumentException($"There is no user {name}.", nameof(name));

    internal (CloudFoundryUser User, Caller Caller)? Find(string? name) => name is not null && known.TryGetValue(name, out var user) ? user : null;

    internal void Add(CloudFoundryUser user)
    {
        if (known.ContainsKey(user.Name))
        {
            Remove(user.Name);
        }

        var scopes = user.Scopes ?? [.. Caller.DefaultScopes(user.Roles)];
        var caller = new Caller(user.Id ?? guids.Next(), user.Name, user.Roles, scopes);
        known.Add(user.Name, (user, caller));
        foreach (var token in user.Tokens)
        {
            AddToken(token, caller, user.TokensExpireAt);
        }
    }

    internal Caller Remove(string name)
    {
        var caller = this[name].Caller;
        known.Remove(name);
        foreach (var token in tokens.Where(token => token.Value.Caller == caller).Select(token => token.Key).ToList())
        {
            RevokeToken(token);
        }

        return caller;
    }

    internal void AddToken(string token, Caller caller, DateTimeOffset? expiresAt) => tokens[token] = (caller, expiresAt);

    internal void RevokeToken(string token) => tokens.Remove(token);

    internal void RevokeTokens() => tokens.Clear();

    /// <summary>"Bearer" in any case, blanks or tabs, the token; what only begins so is a bad token.</summary>
    internal Identity Identify(EmulatedRequest request)
    {
        var header = request.Header("Authorization");
        if (header?.StartsWith("bearer", StringComparison.OrdinalIgnoreCase) != true)
        {
            return new Identity(null, HasInvalidToken: false);
        }

        var words = header.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var shown = words is [{ Length: 6 }, var word] ? word : "";
        var isGood = tokens.TryGetValue(shown, out var token) && !(token.ExpiresAt <= emulator.ServerNow);
        return isGood ? new Identity(token.Caller, HasInvalidToken: false) : new Identity(null, HasInvalidToken: true);
    }
}
