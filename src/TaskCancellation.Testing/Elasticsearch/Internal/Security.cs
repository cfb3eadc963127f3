using System.Text;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Who may come in: by the Authorization header. Where the cluster is not secured, everybody may do everything.</summary>
internal sealed class Security(ElasticsearchEmulator emulator, Lifecycle lifecycle)
{
    private readonly Dictionary<string, ElasticsearchUser> users = new(StringComparer.Ordinal);
    private int failedTries;
    private DateTimeOffset lockedOutUntil;

    private ServerVersion Version => emulator.WireVersion;

    internal void Add(ElasticsearchUser user) => users[user.Name] = user;

    internal void Remove(string name)
    {
        if (!users.Remove(name))
        {
            throw new ArgumentException($"There is no user {name}.", nameof(name));
        }
    }

    /// <summary>Who asks.</summary>
    /// <exception cref="ApiError">Nobody who is known, or nothing that anybody may ask.</exception>
    internal Caller Identify(EmulatedRequest request)
    {
        if (!emulator.IsSecured)
        {
            return Caller.Anyone(Version);
        }

        if (Version.IsOpenSearch && !emulator.IsSecurityInitialized)
        {
            throw ApiError.Of(EmulatedReply.Text(503, "OpenSearch Security not initialized.", "text/plain; charset=UTF-8"));
        }

        var known = Find(request.Header("Authorization"));
        if (lifecycle.Now < lockedOutUntil || known is null)
        {
            throw Refuse(request);
        }

        failedTries = 0;
        if (Version.IsOpenSearch && emulator.Allowlist is { } list && !list.Contains($"{request.Method} {request.Path}"))
        {
            throw ApiError.Of(EmulatedReply.Text(
                403,
                Json.Object(json =>
                {
                    json.WriteString("error", $"{request.Method} {request.Path} API not allowlisted");
                    json.WriteString("status", "FORBIDDEN");
                }),
                Version.JsonType));
        }

        return new Caller(known, Version);
    }

    private ElasticsearchUser? Find(string? header) => (header ?? "").Split(' ', 2) switch
    {
        [var scheme, var value] => users.Values.FirstOrDefault(user => Shows(user, scheme, value.Trim())),
        _ => emulator.Anonymous,
    };

    private static bool Shows(ElasticsearchUser user, string scheme, string value) => scheme.ToUpperInvariant() switch
    {
        "BASIC" => user.Password is { } password && value == Pair(user.Name, password),
        "APIKEY" => user.ApiKey is { } secret && value == Pair(user.Name, secret),
        "BEARER" => user.BearerToken == value,
        _ => false,
    };

    private static string Pair(string first, string second) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{first}:{second}"));

    private ApiError Refuse(EmulatedRequest request)
    {
        var isLockedOut = lifecycle.Now < lockedOutUntil;
        if (!isLockedOut && emulator.LockOutAfter is { } tries && ++failedTries >= tries)
        {
            (failedTries, lockedOutUntil) = (0, lifecycle.Now + emulator.LockOutTime);
        }

        return Version.IsOpenSearch ? RefuseInOpenSearch(isLockedOut) : RefuseInElasticsearch(request);
    }

    /// <summary>Who is locked out is not asked for anything: no credential helps.</summary>
    private ApiError RefuseInOpenSearch(bool isLockedOut)
    {
        static EmulatedReply Text(string text) => EmulatedReply.Text(401, text, "text/plain; charset=UTF-8");
        return ApiError.Of((isLockedOut ? ElasticsearchChallenge.None : emulator.Challenge) switch
        {
            ElasticsearchChallenge.Basic => Text("Unauthorized").WithHeader("WWW-Authenticate", "Basic realm=\"OpenSearch Security\""),
            ElasticsearchChallenge.Bearer => Text("").WithHeader("WWW-Authenticate", "Bearer realm=\"OpenSearch Security\""),
            _ => Text("Authentication finally failed"),
        });
    }

    private ApiError RefuseInElasticsearch(EmulatedRequest request)
    {
        var parts = request.Header("Authorization")?.Split(' ', 2) ?? [];
        var reason = parts.Length == 0
            ? $"missing authentication credentials for REST request [{request.Uri()}]"
            : emulator.Inferred($"unable to authenticate user [{UserOf(parts)}] for REST request [{request.Uri()}]");
        List<KeyValuePair<string, string>> challenges =
        [
            new("WWW-Authenticate", "Basic realm=\"security\" charset=\"UTF-8\""),
            new("WWW-Authenticate", "Bearer realm=\"security\""),
            new("WWW-Authenticate", "ApiKey"),
        ];
        return new ApiError(401, new ElasticsearchError("security_exception", reason)) { Headers = challenges };
    }

    private static string UserOf(string[] parts)
    {
        Span<byte> bytes = stackalloc byte[256];
        return parts.Length == 2 && Convert.TryFromBase64String(parts[1], bytes, out var count) ? Encoding.UTF8.GetString(bytes[..count]).Split(':')[0] : "";
    }
}
