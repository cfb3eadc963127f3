using System.Text;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A small UAA: hands out bearer tokens for a password, a refresh token, or a client's secret.</summary>
internal sealed class Uaa(CloudFoundryEmulator emulator, Users users, UuidSequence guids)
{
    private readonly Dictionary<string, (Caller Caller, DateTimeOffset ExpiresAt)> refreshTokens = new(StringComparer.Ordinal);
    private int issued;

    internal void RevokeRefreshTokens(Caller? caller = null)
    {
        foreach (var token in refreshTokens.Where(token => caller is null || token.Value.Caller == caller).Select(token => token.Key).ToList())
        {
            refreshTokens.Remove(token);
        }
    }

    internal EmulatedReply Answer(EmulatedRequest request)
    {
        var form = Parameters.Parse(request.BodyText);
        string? Field(string name) => Parameters.Text(form[name]);
        var basic = Basic(request.Header("Authorization"));
        return Field("grant_type") switch
        {
            null => Error(400, "invalid_request", "Missing grant type"),
            "password" => Cf(basic) ?? Password(Field("username"), Field("password")),
            "refresh_token" => Cf(basic) ?? Refresh(Field("refresh_token")),
            "client_credentials" => Client(Field("client_id") ?? basic?.Id, Field("client_secret") ?? basic?.Secret),
            var other => Error(400, "unsupported_grant_type", $"Unsupported grant type: {other}"),
        };
    }

    /// <summary>The client of the command line: public, its secret empty.</summary>
    private EmulatedReply? Cf((string Id, string Secret)? basic) => basic is ("cf", "") ? null : Unauthorized();

    private EmulatedReply Password(string? name, string? password) =>
        users.Find(name) is ({ Password: { } known }, var caller) && known == password
            ? Issue(caller, IssueRefreshToken(caller), "password")
            : Unauthorized();

    private EmulatedReply Refresh(string? token)
    {
        if (token is null || !refreshTokens.TryGetValue(token, out var known) || known.ExpiresAt <= emulator.ServerNow)
        {
            return Error(401, "invalid_token", "The token expired, was revoked, or the token ID is incorrect.");
        }

        if (!emulator.RotatesRefreshTokens)
        {
            return Issue(known.Caller, token, "refresh_token");
        }

        refreshTokens.Remove(token);
        return Issue(known.Caller, IssueRefreshToken(known.Caller), "refresh_token");
    }

    private EmulatedReply Client(string? id, string? secret) =>
        users.Find(id) is ({ ClientSecret: { } known }, var caller) && known == secret
            ? Issue(caller, null, "client_credentials")
            : Unauthorized();

    private string IssueRefreshToken(Caller caller)
    {
        var token = $"{guids.Next()}-r";
        refreshTokens[token] = (caller, emulator.ServerNow + emulator.RefreshTokenLifetime);
        return token;
    }

    private EmulatedReply Issue(Caller caller, string? refreshToken, string grant)
    {
        var id = guids.Next();
        var token = $"access.{++issued}.{id}";
        users.AddToken(token, caller, emulator.ServerNow + emulator.AccessTokenLifetime);
        return Json.Reply(200, json =>
        {
            json.WriteString("access_token", token);
            json.WriteString("token_type", "bearer");
            if (refreshToken is not null)
            {
                json.WriteString("refresh_token", refreshToken);
            }

            json.WriteNumber("expires_in", (long)emulator.AccessTokenLifetime.TotalSeconds);
            json.WriteString("scope", string.Join(' ', caller.Scopes.Concat(grant == "client_credentials" ? [] : ["openid"])));
            json.WriteString("jti", id);
        });
    }

    private static (string Id, string Secret)? Basic(string? header)
    {
        var bytes = new byte[header?.Length ?? 0];
        if (header?.StartsWith("basic ", StringComparison.OrdinalIgnoreCase) != true
            || !Convert.TryFromBase64String(header["basic ".Length..], bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    private EmulatedReply Unauthorized() => Error(401, "unauthorized", "Bad credentials");

    private EmulatedReply Error(int status, string error, string description) => Json.Reply(status, json =>
    {
        json.WriteString("error", error);
        json.WriteString("error_description", emulator.Inferred(description));
    });
}
