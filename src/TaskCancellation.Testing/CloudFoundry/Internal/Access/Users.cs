using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Who is known, and the bearer tokens that are good.</summary>
internal sealed class Users(CloudFoundryEmulator emulator, UuidSequence guids)
{
    private const string Scheme = "bearer";

    private readonly Dictionary<string, (CloudFoundryUser User, Caller Caller)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Caller Caller, DateTimeOffset? ExpiresAt)> opaque = new(StringComparer.Ordinal);
    private readonly HashSet<string> revoked = new(StringComparer.Ordinal);
    private readonly HashSet<string> removed = new(StringComparer.Ordinal);
    private int rotations;

    /// <summary>Who does what hooks do.</summary>
    internal static readonly Caller Operator = new("operator", "operator", [new(CloudFoundryRole.Admin)], []);

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
        var id = user.Id ?? (user.ClientSecret is null ? guids.Next() : user.Name);
        removed.ExceptWith([id, user.Name]);
        var caller = new Caller(id, user.Name, user.Roles, scopes);
        known.Add(user.Name, (user, caller));
        foreach (var token in user.Tokens)
        {
            opaque[token] = (caller, user.TokensExpireAt);
        }
    }

    internal Caller Remove(string name)
    {
        var caller = this[name].Caller;
        known.Remove(name);
        removed.UnionWith([caller.UserGuid, name]);
        foreach (var token in opaque.Where(token => token.Value.Caller == caller).Select(token => token.Key).ToList())
        {
            opaque.Remove(token);
        }

        return caller;
    }

    internal void RevokeToken(string token)
    {
        opaque.Remove(token);
        revoked.Add(token);
    }

    /// <summary>Makes all tokens bad, as a new key does.</summary>
    internal void RevokeTokens()
    {
        opaque.Clear();
        emulator.TokenKey = $"key-{++rotations}-of-the-uaa";
    }

    /// <summary>Whom a request comes from: a token given to a user, or one that the UAA signed.</summary>
    internal Identity Identify(EmulatedRequest request)
    {
        if (BearerToken(request) is not { } token)
        {
            return new Identity(null, HasInvalidToken: false);
        }

        if (opaque.TryGetValue(token, out var listed))
        {
            return listed.ExpiresAt <= emulator.ServerNow ? Identity.Invalid : new Identity(listed.Caller, HasInvalidToken: false);
        }

        return ReadToken(token) is { } claims ? Identify(claims) : Identity.Invalid;
    }

    /// <summary>The token behind "bearer" in any case and blanks or tabs; empty where only the begin is right; null for another scheme.</summary>
    internal static string? BearerToken(EmulatedRequest request) =>
        request.Header("Authorization") is not { } header || !header.TrimStart(' ', '\t').StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? null
        : header.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [{ Length: 6 }, var token] ? token
        : "";

    /// <summary>The claims of a token that is good now; null for any other.</summary>
    internal JsonElement? ReadToken(string token)
    {
        if (revoked.Contains(token) || Jwt.Read(emulator.TokenKey, token) is not { } claims)
        {
            return null;
        }

        var isGood = claims.TryGetProperty("exp", out var end) && end.TryGetInt64(out var seconds) && emulator.ServerNow < DateTimeOffset.FromUnixTimeSeconds(seconds)
            && Jwt.Text(claims, "iss") == emulator.TokenIssuer
            && Jwt.Texts(claims, "aud").Contains("cloud_controller")
            && Jwt.Text(claims, "jti")?.EndsWith("-r", StringComparison.Ordinal) != true
            && !removed.Contains(SubjectOf(claims));
        return isGood ? claims : null;
    }

    private static string SubjectOf(JsonElement claims) => Jwt.Text(claims, "user_id") ?? Jwt.Text(claims, "client_id") ?? "";

    /// <summary>The roles in spaces and organizations are the user's; those everywhere lie in the scopes of the token.</summary>
    private Identity Identify(JsonElement claims)
    {
        var id = SubjectOf(claims);
        var scopes = Jwt.Texts(claims, "scope");
        var roles = known.Values.FirstOrDefault(user => user.Caller.UserGuid == id || (user.User.ClientSecret is not null && user.User.Name == id)).Caller?.Roles ?? [];
        var caller = new Caller(id, Jwt.Text(claims, "user_name") ?? id, [.. roles.Where(grant => !Caller.IsEverywhere(grant.Role)), .. Caller.RolesOf(scopes)], scopes);
        return new Identity(caller, HasInvalidToken: false) { HasUnreadableScopes = claims.TryGetProperty("scope", out var scope) && scope.ValueKind != JsonValueKind.Array };
    }
}
