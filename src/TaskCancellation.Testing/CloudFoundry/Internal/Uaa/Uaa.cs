using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A small UAA: tokens, their key and their meaning, and what a command line asks before it logs in.</summary>
internal sealed class Uaa(CloudFoundryEmulator emulator, Users users, UaaGrants grants)
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
            return Json.Reply(refusal.Status, json =>
            {
                json.WriteString("error", refusal.Error);
                json.WriteString("error_description", emulator.Inferred(refusal.Message));
            });
        }
    }

    /// <summary>Whether the UAA answers that path.</summary>
    internal static bool Has(string path) => path is "/oauth/token" or "/login" or "/info" or "/token_key" or "/token_keys" or "/check_token" or "/userinfo";

    private EmulatedReply Login() => Json.Reply(200, json =>
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
        return client == UaaClient.CommandLine ? throw UaaRefusal.InsufficientScope("uaa.resource") : Json.Reply(200, json =>
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
        var form = Parameters.Parse(request.BodyText);
        grants.Authenticate(request, _ => null);
        var token = Parameters.Text(form["token"]) ?? throw UaaRefusal.InvalidRequest("The token parameter is missing.");
        var claims = users.ReadToken(token) ?? throw new UaaRefusal(400, "invalid_token", "The token is invalid or has expired.");
        return Json.Reply(200, json =>
        {
            foreach (var claim in claims.EnumerateObject())
            {
                claim.WriteTo(json);
            }
        });
    }

    private EmulatedReply UserInfo(EmulatedRequest request)
    {
        var token = Users.BearerToken(request) ?? throw new UaaRefusal(401, "unauthorized", "Full authentication is required to access this resource");
        var claims = users.ReadToken(token) ?? throw UaaRefusal.BadToken();
        if (!Jwt.Texts(claims, "scope").Contains("openid"))
        {
            throw UaaRefusal.InsufficientScope("openid");
        }

        return Json.Reply(200, json => {
            foreach (var claim in claims.EnumerateObject().Where(claim => claim.Name is "user_id" or "sub" or "user_name" or "email" or "origin"))
            {
                claim.WriteTo(json);
            }
        });
    }

    private static string Trim(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
