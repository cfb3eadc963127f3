using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <summary>Makes the Authorization headers that the recordings name in words, such as "expired 1 s ago" or "two spaces": tokens are signed with the key of the emulated UAA, and spoiled.</summary>
/// <param name="key">The key of the UAA.</param>
/// <param name="issuer">Whom tokens are from.</param>
/// <param name="made">When all of them were made: what expires in three seconds is used later.</param>
internal sealed class TokenForge(string key, string issuer, DateTimeOffset made)
{
    private static readonly string[] ReadAndWrite = ["cloud_controller.read", "cloud_controller.write"];

    /// <summary>The header for a description, or null where it says nothing of a token.</summary>
    /// <param name="description">What the recording says of the token.</param>
    /// <param name="user">The guid of a user, by name.</param>
    internal string? Header(string description, Func<string, string> user)
    {
        var developer = Claims(user("space_developer"), ReadAndWrite);
        var good = Sign(developer);
        var what = description.Split(": ", 2) is [_, var rest] ? rest : description;
        return what switch
        {
            "Bearer" or "scheme Bearer" => $"Bearer {good}",
            "BEARER" or "scheme BEARER" => $"BEARER {good}",
            "two spaces" => $"bearer  {good}",
            "tab" => $"bearer\t{good}",
            "leading space" => $" bearer {good}",
            "trailing word" => $"bearer {good} x",
            "no scheme" => good,
            "token scheme" => $"token {good}",
            "basic" => "basic dTpw",
            "bearer alone" => "bearer",
            "bearer and a space" => "bearer ",
            "colon" => $"bearer: {good}",
            "comma" => $"bearer {good}, bearer {good}",
            "quoted" => $"bearer \"{good}\"",
            "bearerless JWT scheme" => $"JWT {good}",
            "jwt truncated" or "signature cut" => $"bearer {good[..^8]}",
            "bad signature" or "signature of other bytes" => $"bearer {good[..good.LastIndexOf('.')]}.{Signature("other bytes")}",
            "alg none" => $"bearer {Part("""{"alg":"none"}""")}.{Part(developer.ToJsonString())}.",
            _ => Spoil(what, developer, user) is { } claims ? $"bearer {Sign(claims)}" : null,
        };
    }

    /// <summary>A good token.</summary>
    internal string Sign(string userId, params string[] scopes) => Sign(Claims(userId, scopes));

    private JsonObject? Spoil(string what, JsonObject claims, Func<string, string> user) => what switch
    {
        "good" => claims,
        "expired" => With(claims, "exp", Seconds(-3600)),
        "expired just" or "expired 1 s ago" => With(claims, "exp", Seconds(-1)),
        "three seconds left" => With(claims, "exp", Seconds(3)),
        "issued in the future" => With(claims, "iat", Seconds(3600)),
        "no exp" => With(claims, "exp", null),
        "wrong audience" or "other audience" => With(claims, "aud", new JsonArray("other")),
        "no audience" => With(claims, "aud", null),
        "audience is a string" => With(claims, "aud", "cloud_controller"),
        "wrong issuer" or "other issuer" => With(claims, "iss", "https://elsewhere.test/oauth/token"),
        "no issuer" => With(claims, "iss", null),
        "refresh token (jti ends with -r)" or "refresh token (jti -r)" => With(claims, "jti", "0123-r"),
        "no scopes" => With(claims, "scope", new JsonArray()),
        "scope is a string" => With(claims, "scope", "cloud_controller.read cloud_controller.write"),
        "openid only" => With(claims, "scope", new JsonArray("openid")),
        "read only" or "read only, cancel" => With(claims, "scope", new JsonArray("cloud_controller.read")),
        "write only" or "write only, cancel unknown" => With(claims, "scope", new JsonArray("cloud_controller.write")),
        "admin_read_only scope" => Claims(user("admin_read_only"), "cloud_controller.admin_read_only"),
        "admin_read_only and write" => Claims(user("admin_read_only"), "cloud_controller.admin_read_only", "cloud_controller.write"),
        "global_auditor scope" => Claims(user("global_auditor"), "cloud_controller.global_auditor"),
        "admin scope alone" => Claims(user("admin"), "cloud_controller.admin"),
        "read and write, no role" => Claims(user("no_role"), ReadAndWrite),
        "unknown user" => Claims(user("unknown"), ReadAndWrite),
        "user unknown to the controller" => Claims("stranger", ReadAndWrite),
        "client token with admin scope" => Client("cf", "cloud_controller.admin"),
        "client token with read and write" => Client("cf", ReadAndWrite),
        _ => null,
    };

    private JsonObject Claims(string userId, params string[] scopes) => new()
    {
        ["jti"] = "0123456789",
        ["user_id"] = userId,
        ["user_name"] = userId,
        ["scope"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]),
        ["aud"] = new JsonArray("cloud_controller", "openid"),
        ["iss"] = issuer,
        ["iat"] = Seconds(0),
        ["exp"] = Seconds(3600),
    };

    private JsonObject Client(string id, params string[] scopes)
    {
        var claims = Claims("", scopes);
        claims.Remove("user_id");
        claims.Remove("user_name");
        return With(claims, "client_id", id);
    }

    private static JsonObject With(JsonObject claims, string name, JsonNode? value)
    {
        if (value is null)
        {
            claims.Remove(name);
        }
        else
        {
            claims[name] = value;
        }

        return claims;
    }

    private long Seconds(double later) => made.AddSeconds(later).ToUnixTimeSeconds();

    private string Sign(JsonObject claims)
    {
        var content = $"{Part("""{"alg":"HS256","typ":"JWT"}""")}.{Part(claims.ToJsonString())}";
        return $"{content}.{Signature(content)}";
    }

    private string Signature(string content) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(content)));

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
