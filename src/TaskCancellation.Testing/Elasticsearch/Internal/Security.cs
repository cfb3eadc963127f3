using System.Text;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The credentials that are good, by the Authorization header that carries them. Without any, everybody may do everything.</summary>
internal sealed class Security(ElasticsearchEmulator emulator)
{
    private readonly Dictionary<string, Caller> callers = new(StringComparer.Ordinal);

    internal void Add(string scheme, string value, Caller caller) => callers[$"{scheme} {value}"] = caller;

    internal void Revoke(string scheme, string value) => callers.Remove($"{scheme} {value}");

    internal static string Pair(string first, string second) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{first}:{second}"));

    /// <summary>The caller, or null with the refusal to send.</summary>
    internal Caller? Identify(EmulatedRequest request, out EmulatedReply refusal)
    {
        refusal = EmulatedReply.Empty(401);
        var header = request.Header("Authorization");
        if (!emulator.IsSecured)
        {
            return new Caller("anonymous", ElasticsearchPrivileges.Manage);
        }

        var parts = header?.Split(' ', 2) ?? [];
        if (parts.Length == 2 && Scheme(parts[0]) is { } scheme && callers.TryGetValue($"{scheme} {parts[1].Trim()}", out var caller))
        {
            return caller;
        }

        refusal = Refuse(request, parts);
        return null;
    }

    private static string? Scheme(string text) =>
        Array.Find(["Basic", "ApiKey", "Bearer"], scheme => scheme.Equals(text, StringComparison.OrdinalIgnoreCase));

    private EmulatedReply Refuse(EmulatedRequest request, string[] parts)
    {
        var version = emulator.WireVersion;
        if (version.IsOpenSearch)
        {
            var empty = version.RefusesInPlainText ? EmulatedReply.Text(401, "Unauthorized", "text/plain; charset=UTF-8") : EmulatedReply.Empty(401);
            return empty.WithHeader("WWW-Authenticate", "Basic realm=\"OpenSearch Security\"");
        }

        var uri = request.RawQuery.Length == 0 ? request.Path : $"{request.Path}?{request.RawQuery}";
        var reason = parts.Length == 0
            ? $"missing authentication credentials for REST request [{uri}]"
            : emulator.Inferred($"unable to authenticate user [{UserOf(parts)}] for REST request [{uri}]");
        List<KeyValuePair<string, string>> challenges =
        [
            new("WWW-Authenticate", "Basic realm=\"security\" charset=\"UTF-8\""),
            new("WWW-Authenticate", "Bearer realm=\"security\""),
            new("WWW-Authenticate", "ApiKey"),
        ];
        var reply = Routing.Json(401, Json.Error(new ApiError(401, new ElasticsearchError("security_exception", reason)) { Headers = challenges }));
        return reply with { Headers = challenges };
    }

    private static string UserOf(string[] parts)
    {
        Span<byte> bytes = stackalloc byte[256];
        return parts.Length == 2 && Convert.TryFromBase64String(parts[1], bytes, out var count) ? Encoding.UTF8.GetString(bytes[..count]).Split(':')[0] : "";
    }
}
