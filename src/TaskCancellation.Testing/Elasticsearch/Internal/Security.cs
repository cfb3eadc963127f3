using System.Text;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The credentials that are good, by the Authorization header that carries them. Without any, everybody may do everything.</summary>
internal sealed class Security(ElasticsearchEmulator emulator)
{
    private readonly Dictionary<string, ElasticsearchUser> users = new(StringComparer.Ordinal);

    internal void Add(ElasticsearchUser user) => users[user.Name] = user;

    internal void Remove(string name)
    {
        if (!users.Remove(name))
        {
            throw new ArgumentException($"There is no user {name}.", nameof(name));
        }
    }

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
        if (parts.Length == 2 && users.Values.FirstOrDefault(user => Shows(user, parts[0], parts[1].Trim())) is { } known)
        {
            return new Caller(known.Name, known.Privileges);
        }

        refusal = Refuse(request, parts);
        return null;
    }

    private static bool Shows(ElasticsearchUser user, string scheme, string value) => scheme.ToUpperInvariant() switch
    {
        "BASIC" => user.Password is { } password && value == Pair(user.Name, password),
        "APIKEY" => user.ApiKey is { } secret && value == Pair(user.Name, secret),
        "BEARER" => user.BearerToken == value,
        _ => false,
    };

    private static string Pair(string first, string second) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{first}:{second}"));

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
