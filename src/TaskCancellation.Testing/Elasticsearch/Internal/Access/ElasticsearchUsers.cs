using System.Text;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Authenticates requests by their Authorization header. In a cluster without security every request is allowed.</summary>
internal sealed class ElasticsearchUsers(ElasticsearchEmulator emulator, ElasticsearchLifecycle lifecycle)
{
    private readonly Dictionary<string, ElasticsearchUser> users = new(StringComparer.Ordinal);
    private int failedTries;
    private DateTimeOffset lockedOutUntil;

    private ElasticsearchVersion Version => emulator.WireVersion;

    internal void Add(ElasticsearchUser user) => users[user.Name] = user;

    internal bool Remove(string name) => users.Remove(name);

    /// <summary>Returns the caller.</summary>
    /// <exception cref="ElasticsearchRefusal">The credential is unknown, or the request is not allowed for anyone.</exception>
    internal ElasticsearchCaller Identify(EmulatedRequest request)
    {
        if (!emulator.IsSecured)
        {
            return ElasticsearchCaller.Anyone(Version);
        }

        if (Version.IsOpenSearch && !emulator.IsSecurityInitialized)
        {
            throw ElasticsearchRefusal.Of(EmulatedReply.Text(503, "OpenSearch Security not initialized.", "text/plain; charset=UTF-8"));
        }

        var known = Find(request.Header("Authorization"));
        if (lifecycle.Now < lockedOutUntil || known is null)
        {
            throw Refuse(request);
        }

        failedTries = 0;
        if (Version.IsOpenSearch && emulator.Allowlist is { } list && !list.Contains($"{request.Method} {request.Path}"))
        {
            throw ElasticsearchRefusal.Of(EmulatedReply.Text(
                403,
                ElasticsearchJson.Object(json =>
                {
                    json.WriteString("error", $"{request.Method} {request.Path} API not allowlisted");
                    json.WriteString("status", "FORBIDDEN");
                }),
                Version.JsonType));
        }

        return new ElasticsearchCaller(known, Version);
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

    private ElasticsearchRefusal Refuse(EmulatedRequest request)
    {
        var isLockedOut = lifecycle.Now < lockedOutUntil;
        if (!isLockedOut && emulator.LockoutThreshold is { } tries && ++failedTries >= tries)
        {
            (failedTries, lockedOutUntil) = (0, lifecycle.Now + emulator.LockoutDuration);
        }

        return Version.IsOpenSearch ? RefuseInOpenSearch(isLockedOut) : RefuseInElasticsearch(request);
    }

    /// <summary>A locked-out client is refused whatever its credential.</summary>
    private ElasticsearchRefusal RefuseInOpenSearch(bool isLockedOut)
    {
        static EmulatedReply Text(string text) => EmulatedReply.Text(401, text, "text/plain; charset=UTF-8");
        return ElasticsearchRefusal.Of((isLockedOut ? ElasticsearchChallenge.None : emulator.Challenge) switch
        {
            ElasticsearchChallenge.Basic => Text("Unauthorized").WithHeader("WWW-Authenticate", "Basic realm=\"OpenSearch Security\""),
            ElasticsearchChallenge.Bearer => Text("").WithHeader("WWW-Authenticate", "Bearer realm=\"OpenSearch Security\""),
            _ => Text("Authentication finally failed"),
        });
    }

    private ElasticsearchRefusal RefuseInElasticsearch(EmulatedRequest request)
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
        return new ElasticsearchRefusal(401, new ElasticsearchError("security_exception", reason)) { Headers = challenges };
    }

    private static string UserOf(string[] parts)
    {
        Span<byte> bytes = stackalloc byte[256];
        return parts.Length == 2 && Convert.TryFromBase64String(parts[1], bytes, out var count) ? Encoding.UTF8.GetString(bytes[..count]).Split(':')[0] : "";
    }
}

/// <summary>The caller of a request and its permissions.</summary>
internal sealed class ElasticsearchCaller(ElasticsearchUser user, ElasticsearchVersion version)
{
    private static readonly Dictionary<string, string[]> ActionsOf = new(StringComparer.Ordinal)
    {
        ["all"] = ["*"],
        ["manage"] = ["cluster:*"],
        ["monitor"] = ["cluster:monitor/*"],
        ["cancel_task"] = ["cluster:admin/tasks/cancel*"],
    };

    /// <summary>Whoever comes to a cluster without security.</summary>
    internal static ElasticsearchCaller Anyone(ElasticsearchVersion version) => new(new ElasticsearchUser { Name = "_anonymous" }, version);

    internal bool May(string action) =>
        user.Privileges.SelectMany(privilege => ActionsOf.GetValueOrDefault(privilege, [privilege])).Any(pattern => Wildcard.Matches(pattern, action));

    /// <exception cref="ElasticsearchRefusal">The action is not permitted.</exception>
    internal void Require(string action)
    {
        if (!May(action))
        {
            throw new ElasticsearchRefusal(403, Refuse(action));
        }
    }

    /// <summary>The message of a refused action.</summary>
    internal ElasticsearchError Refuse(string action) => new("security_exception", version.IsOpenSearch
        ? $"no permissions for [{action}] and User [name={user.Name}, backend_roles=[{string.Join(", ", user.BackendRoles)}], requestedTenant=null]"
        : $"action [{action}] is unauthorized for user [{user.Name}] with effective roles [{string.Join(",", user.Roles)}], this action is granted by the {Granting(action)}");

    private string Granting(string action) => action.Split(':', '/') switch
    {
        ["indices", "data", "read", ..] => "index privileges [read,all]",
        ["indices", ..] => "index privileges [write,all]",
        ["cluster", "monitor", ..] => "cluster privileges [monitor,manage,all]",
        _ when action.StartsWith("cluster:admin/tasks/cancel", StringComparison.Ordinal) && version.HasCancelPrivilege => "cluster privileges [cancel_task,manage,all]",
        _ => "cluster privileges [manage,all]",
    };
}
