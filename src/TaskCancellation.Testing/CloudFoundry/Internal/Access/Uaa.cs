using System.Text;
using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A small UAA: tokens, their key and their contents, and what a command line requests before it logs in.</summary>
internal sealed class Uaa(CloudFoundryEmulator emulator, CloudFoundryUsers users, UaaGrants grants)
{
    /// <summary>The reply to a request that is the UAA's; null for one that is not.</summary>
    internal EmulatedReply? Answer(EmulatedRequest request)
    {
        try
        {
            return (request.Method, request.Path) switch
            {
                ("POST", "/oauth/token") => grants.Answer(request),
                ("GET", "/login" or "/info") => Login(),
                ("GET", "/token_key") => Key(request, list: false),
                ("GET", "/token_keys") => Key(request, list: true),
                ("POST", "/check_token") => CheckToken(request),
                ("GET" or "POST", "/userinfo") => UserInfo(request),
                _ => null,
            };
        }
        catch (UaaRefusal refusal)
        {
            return CloudFoundryJson.Reply(refusal.Status, json =>
            {
                json.WriteString("error", refusal.Error);
                json.WriteString("error_description", emulator.Inferred(refusal.Message));
            });
        }
    }

    /// <summary>Whether the UAA answers that path.</summary>
    internal static bool Has(string path) => path is "/oauth/token" or "/login" or "/info" or "/token_key" or "/token_keys" or "/check_token" or "/userinfo";

    private EmulatedReply Login() => CloudFoundryJson.Reply(200, json =>
    {
        json.WriteMap("app", [new("version", "77.20.0")]);
        json.WriteMap("links", [new("uaa", Trim(emulator.UaaAddress)), new("login", Trim(emulator.LoginAddress)), new("passwd", "/forgot_password"), new("register", "/create_account")]);
        json.WriteString("zone_name", "uaa");
        json.WriteString("entityID", emulator.LoginAddress.Host);
        json.WriteStartObject("prompts");
        json.WriteTexts("username", ["text", "Email"]);
        json.WriteTexts("password", ["password", "Password"]);
        json.WriteEndObject();
        json.WriteString("timestamp", emulator.ServerNow.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", null));
    });

    /// <summary>The key is a secret: only a client that shows its own gets it.</summary>
    private EmulatedReply Key(EmulatedRequest request, bool list)
    {
        var client = grants.Authenticate(request, _ => null);
        return client == UaaClient.CommandLine ? throw UaaRefusal.InsufficientScope("uaa.resource") : CloudFoundryJson.Reply(200, json =>
        {
            if (!list)
            {
                WriteKey(json);
                return;
            }

            json.WriteStartArray("keys");
            json.WriteStartObject();
            WriteKey(json);
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    private void WriteKey(Utf8JsonWriter json)
    {
        json.WriteString("kty", "MAC");
        json.WriteString("alg", "HS256");
        json.WriteString("value", emulator.TokenKey);
        json.WriteString("use", "sig");
        json.WriteString("kid", Jwt.KeyId);
    }

    private EmulatedReply CheckToken(EmulatedRequest request)
    {
        var form = CloudFoundryParameters.Parse(request.BodyText);
        grants.Authenticate(request, _ => null);
        var token = CloudFoundryParameters.Text(form["token"]) ?? throw UaaRefusal.InvalidRequest("The token parameter is missing.");
        var claims = users.ReadToken(token) ?? throw new UaaRefusal(400, "invalid_token", "The token is invalid or has expired.");
        return CloudFoundryJson.Reply(200, json =>
        {
            foreach (var claim in claims.EnumerateObject())
            {
                claim.WriteTo(json);
            }
        });
    }

    private EmulatedReply UserInfo(EmulatedRequest request)
    {
        var token = CloudFoundryUsers.BearerToken(request) ?? throw new UaaRefusal(401, "unauthorized", "Full authentication is required to access this resource");
        var claims = users.ReadToken(token) ?? throw UaaRefusal.BadToken();
        if (!Jwt.Texts(claims, "scope").Contains("openid"))
        {
            throw UaaRefusal.InsufficientScope("openid");
        }

        return CloudFoundryJson.Reply(200, json => {
            foreach (var claim in claims.EnumerateObject().Where(claim => claim.Name is "user_id" or "sub" or "user_name" or "email" or "origin"))
            {
                claim.WriteTo(json);
            }
        });
    }

    private static string Trim(Uri address) => address.AbsoluteUri.TrimEnd('/');
}

/// <summary>A client of the UAA, authenticated by Basic or by the form.</summary>
internal sealed record UaaClient(string Id, string Secret)
{
    /// <summary>The client of the command line: public, its secret empty.</summary>
    internal static readonly UaaClient CommandLine = new("cf", "");

    /// <summary>Every way to read what is shown: Basic credentials may be form-encoded, or not.</summary>
    internal static IEnumerable<UaaClient> ShownBy(EmulatedRequest request, Func<string, string?> field)
    {
        if (Basic(request.Header("Authorization")) is { } basic)
        {
            yield return basic;
            yield return new(Unescape(basic.Id), Unescape(basic.Secret));
        }
        else if (field("client_id") is { } id)
        {
            yield return new(id, field("client_secret") ?? "");
        }
    }

    private static UaaClient? Basic(string? header)
    {
        var bytes = new byte[header?.Length ?? 0];
        if (header?.StartsWith("basic ", StringComparison.OrdinalIgnoreCase) != true
            || !Convert.TryFromBase64String(header["basic ".Length..], bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new(text[..colon], text[(colon + 1)..]);
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>An error of the UAA; thrown where a check fails, rendered at the top.</summary>
internal sealed class UaaRefusal(int status, string error, string description) : Exception(description)
{
    internal int Status => status;

    internal string Error => error;

    internal static UaaRefusal BadCredentials() => new(401, "unauthorized", "Bad credentials");

    internal static UaaRefusal BadToken() => new(401, "invalid_token", "The token expired, was revoked, or the token ID is incorrect.");

    internal static UaaRefusal InvalidRequest(string description) => new(400, "invalid_request", description);

    internal static UaaRefusal UnsupportedGrant(string grant) => new(400, "unsupported_grant_type", $"Unsupported grant type: {grant}");

    internal static UaaRefusal UnauthorizedGrant(string grant) => new(401, "invalid_client", $"Unauthorized grant type: {grant}");

    internal static UaaRefusal InvalidScope(string scopes) => new(400, "invalid_scope", $"[{scopes}] is invalid. This user is not allowed any of the requested scopes");

    internal static UaaRefusal InsufficientScope(string scope) => new(403, "insufficient_scope", $"Insufficient scope for this resource: {scope}");
}
