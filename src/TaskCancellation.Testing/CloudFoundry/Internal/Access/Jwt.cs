using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>JSON web tokens, signed with HS256.</summary>
internal static class Jwt
{
    private const string Algorithm = "HS256";

    private static readonly string Header = Encode(Encoding.UTF8.GetBytes($$"""{"alg":"{{Algorithm}}","typ":"JWT","kid":"{{KeyId}}"}"""));

    /// <summary>The name of the key.</summary>
    internal const string KeyId = "emulated";

    internal static string Sign(string key, Action<Utf8JsonWriter> writeClaims)
    {
        using var claims = new MemoryStream();
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            writeClaims(json);
            json.WriteEndObject();
        }

        var content = $"{Header}.{Encode(claims.ToArray())}";
        return $"{content}.{Encode(Signature(key, content))}";
    }

    /// <summary>The claims of a token with a right signature; null for any other text.</summary>
    internal static JsonElement? Read(string key, string token)
    {
        if (token.Split('.') is not [var header, var claims, var signature]
            || Object(header) is not { } read || Text(read, "alg") != Algorithm
            || Decode(signature) is not { } signed || !CryptographicOperations.FixedTimeEquals(signed, Signature(key, $"{header}.{claims}")))
        {
            return null;
        }

        return Object(claims);
    }

    /// <summary>A claim that is a text; null where it is none.</summary>
    internal static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A claim that is a list of texts, or one text, which is a list of one.</summary>
    internal static IReadOnlyList<string> Texts(JsonElement claims, string name) => !claims.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())]
        : [value.ToString()];

    private static byte[] Signature(string key, string content) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(content));

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static byte[]? Decode(string part)
    {
        var bytes = new byte[part.Length];
        return Base64Url.IsValid(part) && Base64Url.TryDecodeFromChars(part, bytes, out var length) ? bytes[..length] : null;
    }

    private static JsonElement? Object(string part)
    {
        var reader = new Utf8JsonReader(Decode(part) ?? []);
        try
        {
            return JsonElement.TryParseValue(ref reader, out var json) && json is { ValueKind: JsonValueKind.Object } ? json : null;
        }
        catch (JsonException)
        {
            // Anyone can sign nonsense: it is no token.
            return null;
        }
    }
}
