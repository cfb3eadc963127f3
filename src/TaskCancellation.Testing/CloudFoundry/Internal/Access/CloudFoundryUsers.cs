using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The known users and the valid bearer tokens.</summary>
internal sealed class CloudFoundryUsers(CloudFoundryEmulator emulator, UuidSequence guids)
{
    private const string Scheme = "bearer";

    private readonly Dictionary<string, (CloudFoundryUser User, CloudFoundryCaller Caller)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (CloudFoundryCaller Caller, DateTimeOffset? ExpiresAt)> opaque = new(StringComparer.Ordinal);
    private readonly HashSet<string> revoked = new(StringComparer.Ordinal);
    private readonly HashSet<string> removed = new(StringComparer.Ordinal);
    private int rotations;

    /// <summary>The actor of changes that hooks make.</summary>
    internal static readonly CloudFoundryCaller Operator = new("operator", "operator", [new(CloudFoundryRole.Admin)], []);

    internal (CloudFoundryUser User, CloudFoundryCaller Caller) this[string name] =>
        known.TryGetValue(name, out var user) ? user : throw new ArgumentException($"There is no user {name}.", nameof(name));

    internal (CloudFoundryUser User, CloudFoundryCaller Caller)? Find(string? name) => name is not null && known.TryGetValue(name, out var user) ? user : null;

    internal void Add(CloudFoundryUser user)
    {
        if (known.ContainsKey(user.Name))
        {
            Remove(user.Name);
        }

        var scopes = user.Scopes ?? [.. CloudFoundryCaller.DefaultScopes(user.Roles)];
        var id = user.Id ?? (user.ClientSecret is null ? guids.Next() : user.Name);
        removed.ExceptWith([id, user.Name]);
        var caller = new CloudFoundryCaller(id, user.Name, user.Roles, scopes);
        known.Add(user.Name, (user, caller));
        foreach (var token in user.Tokens)
        {
            opaque[token] = (caller, user.TokensExpireAt);
        }
    }

    internal CloudFoundryCaller? Remove(string name)
    {
        if (!known.Remove(name, out var user))
        {
            return null;
        }

        var caller = user.Caller;
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

    /// <summary>The identity of a request: by a token of a user, or by one that the UAA signed.</summary>
    internal CloudFoundryIdentity Identify(EmulatedRequest request)
    {
        if (BearerToken(request) is not { } token)
        {
            return new CloudFoundryIdentity(null, HasInvalidToken: false);
        }

        if (opaque.TryGetValue(token, out var listed))
        {
            return listed.ExpiresAt <= emulator.ServerNow ? CloudFoundryIdentity.Invalid : new CloudFoundryIdentity(listed.Caller, HasInvalidToken: false);
        }

        return ReadToken(token) is { } claims ? Identify(claims) : CloudFoundryIdentity.Invalid;
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
    private CloudFoundryIdentity Identify(JsonElement claims)
    {
        var id = SubjectOf(claims);
        var scopes = Jwt.Texts(claims, "scope");
        var roles = known.Values.FirstOrDefault(user => user.Caller.UserGuid == id || (user.User.ClientSecret is not null && user.User.Name == id)).Caller?.Roles ?? [];
        var caller = new CloudFoundryCaller(id, Jwt.Text(claims, "user_name") ?? id, [.. roles.Where(grant => !CloudFoundryCaller.IsEverywhere(grant.Role)), .. CloudFoundryCaller.RolesOf(scopes)], scopes);
        return new CloudFoundryIdentity(caller, HasInvalidToken: false) { HasUnreadableScopes = claims.TryGetProperty("scope", out var scope) && scope.ValueKind != JsonValueKind.Array };
    }
}
