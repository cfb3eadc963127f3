using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Tokens of the cf CLI's own login. What it stored is used while it is good, and renewed in memory after that; a newer login of the CLI is picked up with the next renewal.</summary>
internal sealed class CloudFoundryCliTokens(TaskHttpPipeline api, TimeProvider clock, string? path) : CloudFoundryLoginTokens(clock)
{
    // As the CLI does.
    private static readonly TimeSpan MinLeft = TimeSpan.FromMinutes(1);

    private readonly UaaLogin login = new(api);
    private readonly TimeProvider clock = clock;
    private string? refusedStored;
    private string? storedRefreshToken;
    private string? newestRefreshToken;

    private protected override async Task<CloudFoundryIssuedToken> LoginAsync(string? refused)
    {
        var file = path ?? CloudFoundryCliConfigFile.DefaultPath();
        var config = CloudFoundryCliConfigFile.Read(file);
        RequireTarget(config, file);
        if (Stored(config, refused) is { } stored)
        {
            return stored;
        }

        if (storedRefreshToken != config.RefreshToken)
        {
            (storedRefreshToken, newestRefreshToken) = (config.RefreshToken, config.RefreshToken);
        }

        var address = (config.AuthorizationEndpoint ?? config.UaaEndpoint) is { Length: > 0 } named
            ? UaaLogin.Address(named, "The cf CLI's configuration names a login that")
            : await login.DiscoverAsync().ConfigureAwait(false);
        var reply = await login.SendAsync(address, GrantOf(config)).ConfigureAwait(false);
        newestRefreshToken = reply.RefreshToken ?? newestRefreshToken;
        return reply.ToIssued();
    }

    private CloudFoundryIssuedToken? Stored(CloudFoundryCliConfig config, string? refused)
    {
        if (!CloudFoundryToken.IsUsable(config.AccessToken))
        {
            return null;
        }

        var token = CloudFoundryToken.Strip(config.AccessToken)!;
        var left = CloudFoundryToken.ExpiryOf(token) - clock.GetUtcNow();
        if (token == refused)
        {
            refusedStored = token;
        }

        return token == refusedStored || left < MinLeft ? null : new CloudFoundryIssuedToken(token, left);
    }

    private UaaGrant GrantOf(CloudFoundryCliConfig config)
    {
        var (id, secret) = (string.IsNullOrEmpty(config.ClientId) ? UaaGrant.PublicClient : config.ClientId, config.ClientSecret ?? "");
        return config.GrantType == "client_credentials" ? OfClient(id, secret)
            : !string.IsNullOrEmpty(newestRefreshToken) ? UaaGrant.Refresh(newestRefreshToken, id, secret)
            : throw new TaskClientException("The cf CLI's token has expired and there is none to renew it with. Log in with 'cf login'.");
    }

    // Where a client logged in by itself, the CLI keeps its name alone.
    private static UaaGrant OfClient(string id, string secret) => secret.Length > 0 ? UaaGrant.Client(id, secret)
        : throw new TaskClientException($"The cf CLI's token has expired. It was logged in with the credentials of the client '{id}', whose secret it does not keep, so that the token cannot be renewed. Log in with 'cf auth --client-credentials', or use {nameof(CloudFoundryCredential)}.{nameof(CloudFoundryCredential.ClientCredentials)}.");

    private void RequireTarget(CloudFoundryCliConfig config, string file)
    {
        if (!Uri.TryCreate(config.Target, UriKind.Absolute, out var target)
            || Uri.Compare(target, api.Endpoint, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0
            || target.AbsolutePath.TrimEnd('/') != api.Endpoint.AbsolutePath.TrimEnd('/'))
        {
            throw new TaskClientException($"The cf CLI is not logged in at {api.Endpoint}: {file} is about {(string.IsNullOrEmpty(config.Target) ? "no API" : target?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) ?? "something else")}. Run 'cf api' and 'cf login', or change Endpoint.");
        }
    }
}

/// <summary>Finds and reads the cf CLI's config.json. It is never written.</summary>
internal static class CloudFoundryCliConfigFile
{
    private const string Folder = ".cf";
    private const string Name = "config.json";

    /// <summary>Where the cf CLI keeps it on this machine.</summary>
    internal static string DefaultPath() => PathFor(OperatingSystem.IsWindows(), Environment.GetEnvironmentVariable)
        ?? throw new TaskClientException("The cf CLI's configuration cannot be found: neither CF_HOME nor a home directory is set.");

    /// <summary>Where the cf CLI keeps it, by the rules of its platform; null when the environment names no home.</summary>
    internal static string? PathFor(bool isWindows, Func<string, string?> variable)
    {
        var home = NotEmpty(variable("CF_HOME")) ?? (isWindows
            ? NotEmpty(variable("HOMEDRIVE") + variable("HOMEPATH")) ?? NotEmpty(variable("USERPROFILE"))
            : NotEmpty(variable("HOME")));
        return home is null ? null : string.Join(isWindows ? '\\' : '/', home.TrimEnd(isWindows ? ['\\', '/'] : ['/']), Folder, Name);
    }

    /// <summary>Reads it at once: it is small and local, and no clock runs on beside it.</summary>
    /// <exception cref="TaskClientException">It is not there or not what the cf CLI writes. The message shows nothing of it.</exception>
    internal static CloudFoundryCliConfig Read(string path)
    {
        try
        {
            return WireReader.TryRead(File.ReadAllBytes(path), CloudFoundryCliConfig.Read, out var config) ? config! : throw Unreadable(path, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
    }

    private static TaskClientException Unreadable(string path, Exception? error) =>
        new($"The cf CLI's configuration {path} {(error is null ? "is not what the cf CLI writes" : "cannot be read")}. Log in with 'cf login'.", error);

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>What is needed of the cf CLI's config.json. A class, so that no ToString shows the tokens.</summary>
internal sealed class CloudFoundryCliConfig(IReadOnlyDictionary<string, string> texts)
{
    internal string? Target => texts.GetValueOrDefault("Target");

    internal string? AccessToken => texts.GetValueOrDefault("AccessToken");

    internal string? RefreshToken => texts.GetValueOrDefault("RefreshToken");

    internal string? AuthorizationEndpoint => texts.GetValueOrDefault("AuthorizationEndpoint");

    internal string? UaaEndpoint => texts.GetValueOrDefault("UaaEndpoint");

    internal string? ClientId => texts.GetValueOrDefault("UAAOAuthClient");

    internal string? ClientSecret => texts.GetValueOrDefault("UAAOAuthClientSecret");

    internal string? GrantType => texts.GetValueOrDefault("UAAGrantType");

    internal static CloudFoundryCliConfig Read(ref WireReader reader) =>
        reader.ValueKind == JsonTokenType.StartObject ? new CloudFoundryCliConfig(WireStringMap.Read(ref reader).Value) : throw reader.Problem("is not the object that is due");
}
