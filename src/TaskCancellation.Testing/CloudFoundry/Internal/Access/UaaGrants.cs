using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Issues tokens: for a password, a refresh token, or a client secret.</summary>
internal sealed class UaaGrants(CloudFoundryEmulator emulator, CloudFoundryUsers users, UuidSequence guids)
{
    private const string OpenId = "openid";
    private readonly Dictionary<string, Grant> refreshTokens = new(StringComparer.Ordinal);

    internal void RevokeRefreshTokens(CloudFoundryCaller? caller = null)
    {
        foreach (var token in refreshTokens.Where(token => caller is null || token.Value.Caller.UserGuid == caller.UserGuid).Select(token => token.Key).ToList())
        {
            refreshTokens.Remove(token);
        }
    }

    internal EmulatedReply Answer(EmulatedRequest request)
    {
        var form = CloudFoundryParameters.Parse(request.BodyText);
        string? Field(string name) => CloudFoundryParameters.Text(form[name]);
        var grant = Field("grant_type") ?? throw UaaRefusal.InvalidRequest("Missing grant type");
        var client = Authenticate(request, Field);
        return grant switch
        {
            "password" => Password(client, Field("username"), Field("password"), Field("scope")),
            "refresh_token" => Refresh(client, Field("refresh_token"), Field("scope")),
            "client_credentials" when client == UaaClient.CommandLine => throw UaaRefusal.UnauthorizedGrant(grant),
            "client_credentials" => Issue(new Grant(client.Id, users.Find(client.Id)!.Value.Caller, Narrow(users.Find(client.Id)!.Value.Caller.Scopes, Field("scope")), grant, default), refreshToken: null),
            _ => throw UaaRefusal.UnsupportedGrant(grant),
        };
    }

    /// <summary>The client that a request shows; the one of the command line, or a user with that secret.</summary>
    internal UaaClient Authenticate(EmulatedRequest request, Func<string, string?> field) =>
        UaaClient.ShownBy(request, field).FirstOrDefault(shown => shown == UaaClient.CommandLine || users.Find(shown.Id)?.User.ClientSecret == shown.Secret)
        ?? throw UaaRefusal.BadCredentials();

    private EmulatedReply Password(UaaClient client, string? name, string? password, string? scope)
    {
        var caller = users.Find(name) is ({ Password: { } known }, var found) && known == password ? found : throw UaaRefusal.BadCredentials();
        var grant = new Grant(client.Id, caller, Narrow([.. caller.Scopes, OpenId], scope), "password", emulator.ServerNow + emulator.RefreshTokenLifetime);
        return Issue(grant, Keep(grant));
    }

    private EmulatedReply Refresh(UaaClient client, string? token, string? scope)
    {
        if (token is null || !refreshTokens.TryGetValue(token, out var grant) || grant.ExpiresAt <= emulator.ServerNow || grant.Client != client.Id)
        {
            throw UaaRefusal.BadToken();
        }

        if (emulator.RotatesRefreshTokens)
        {
            refreshTokens.Remove(token);
            token = Keep(grant with { ExpiresAt = emulator.ServerNow + emulator.RefreshTokenLifetime });
        }

        return Issue(grant with { Scopes = Narrow(grant.Scopes, scope), Kind = "refresh_token" }, token);
    }

    /// <summary>The granted scopes when only some are requested.</summary>
    private static IReadOnlyList<string> Narrow(IReadOnlyList<string> scopes, string? asked)
    {
        if (string.IsNullOrWhiteSpace(asked))
        {
            return scopes;
        }

        var left = scopes.Intersect(asked.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return left.Count > 0 ? left : throw UaaRefusal.InvalidScope(asked);
    }

    private string Keep(Grant grant)
    {
        var token = $"{guids.Next()}-r";
        refreshTokens[token] = grant;
        return token;
    }

    private EmulatedReply Issue(Grant grant, string? refreshToken)
    {
        var id = guids.Next();
        return CloudFoundryJson.Reply(200, json =>
        {
            json.WriteString("access_token", Jwt.Sign(emulator.TokenKey, claims => WriteClaims(claims, grant, id)));
            json.WriteString("token_type", "bearer");
            if (grant.Scopes.Contains(OpenId))
            {
                json.WriteString("id_token", Jwt.Sign(emulator.TokenKey, claims => WriteIdentity(claims, grant, id)));
            }

            if (refreshToken is not null)
            {
                json.WriteString("refresh_token", refreshToken);
            }

            json.WriteNumber("expires_in", (long)emulator.AccessTokenLifetime.TotalSeconds);
            json.WriteString("scope", string.Join(' ', grant.Scopes));
            json.WriteString("jti", id);
        });
    }

    private void WriteClaims(Utf8JsonWriter json, Grant grant, string id)
    {
        json.WriteString("jti", id);
        json.WriteTexts("scope", grant.Scopes);
        json.WriteString("client_id", grant.Client);
        json.WriteString("cid", grant.Client);
        json.WriteString("azp", grant.Client);
        json.WriteString("grant_type", grant.Kind);
        WriteSubject(json, grant);
        json.WriteTexts("aud", ["cloud_controller", .. grant.Scopes.Select(scope => scope.Split('.')[0]).Append(grant.Client).Distinct().Where(audience => audience != "cloud_controller")]);
    }

    private void WriteIdentity(Utf8JsonWriter json, Grant grant, string id)
    {
        json.WriteString("jti", id);
        json.WriteTexts("scope", [OpenId]);
        WriteSubject(json, grant);
        json.WriteTexts("aud", [grant.Client]);
    }

    private void WriteSubject(Utf8JsonWriter json, Grant grant)
    {
        var caller = grant.Caller;
        json.WriteString("sub", caller.UserGuid);
        if (grant.Kind != "client_credentials")
        {
            json.WriteString("user_id", caller.UserGuid);
            json.WriteString("user_name", caller.UserName);
            json.WriteString("email", caller.UserName);
            json.WriteString("origin", "uaa");
        }

        json.WriteNumber("iat", emulator.ServerNow.ToUnixTimeSeconds());
        json.WriteNumber("exp", (emulator.ServerNow + emulator.AccessTokenLifetime).ToUnixTimeSeconds());
        json.WriteString("iss", emulator.TokenIssuer);
        json.WriteString("zid", "uaa");
    }

    /// <summary>The identity behind a token.</summary>
    private sealed record Grant(string Client, CloudFoundryCaller Caller, IReadOnlyList<string> Scopes, string Kind, DateTimeOffset ExpiresAt);
}
