using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The public routes: discovery and rate limits.</summary>
internal sealed class RootRoutes(CloudFoundryEmulator emulator, Lookups lookups)
{
    /// <summary>The lists that <c>/v3</c> links to.</summary>
    internal static readonly string[] Lists =
    [
        "app_usage_events", "apps", "audit_events", "buildpacks", "builds", "deployments", "domains", "droplets", "environment_variable_groups",
        "feature_flags", "info", "isolation_segments", "organizations", "organization_quotas", "packages", "processes", "resource_matches", "roles",
        "routes", "security_groups", "service_brokers", "service_instances", "service_credential_bindings", "service_offerings", "service_plans",
        "service_route_bindings", "service_usage_events", "spaces", "space_quotas", "stacks", "tasks", "users",
    ];

    /// <summary>What Korifi's root names without having it.</summary>
    private static readonly string[] Absent = ["network_policy_v0", "network_policy_v1", "uaa", "credhub", "routing", "logging", "log_cache", "log_stream", "app_ssh"];

    private const string OldVersion = "2.293.0";
    private const string Build = "2222";
    private const string Support = "http://support.cloudfoundry.com";
    private const string Description = "Cloud Foundry sponsored by Pivotal";
    private const string MinimumCli = "6.22.0";
    private const string BrokerVersion = "2.15";
    private const string Logging = "wss://doppler.example.com:443";
    private const string Ssh = "ssh.system.domain.example.com:2222";
    private const string SshKey = "47:0d:d1:c8:c3:3d:0a:36:d1:49:2f:f2:90:27:31:d0";
    private const string SshClient = "ssh-proxy";

    private bool IsKorifi => emulator.Flavor == CloudFoundryFlavor.Korifi;

    private string Uaa => Trim(emulator.UaaAddress);

    private string Login => Trim(emulator.LoginAddress);

    private string Routing => emulator.ExternalUrl("/routing");

    internal EmulatedReply Root() => IsKorifi ? KorifiRoot() : CloudFoundryJson.Reply(200, json =>
    {
        json.WriteStartObject("links");
        json.WriteLink("self", emulator.ExternalUrl(""));
        WriteLink(json, "cloud_controller_v3", emulator.ExternalUrl("/v3"), [new("version", emulator.Version)]);
        json.WriteLink("network_policy_v0", emulator.ExternalUrl("/networking/v0/external"));
        json.WriteLink("network_policy_v1", emulator.ExternalUrl("/networking/v1/external"));
        json.WriteLink("login", Login);
        json.WriteLink("uaa", Uaa);
        json.WriteLink("credhub", "https://credhub.capi.external:8844");
        json.WriteLink("routing", Routing);
        json.WriteLink("logging", Logging);
        json.WriteLink("log_cache", "https://log-cache.example.com");
        json.WriteLink("log_stream", "https://log-stream.example.com");
        WriteLink(json, "app_ssh", Ssh, [new("host_key_fingerprint", SshKey), new("oauth_client", SshClient)]);
        WriteLink(json, "cloud_controller_v2", emulator.ExternalUrl("/v2"), [new("version", OldVersion)]);
        json.WriteEndObject();
    }, isV3: false);

    internal EmulatedReply V3() => CloudFoundryJson.Reply(200, json =>
    {
        json.WriteStartObject("links");
        json.WriteLink("self", emulator.ExternalUrl("/v3"));
        foreach (var list in Lists)
        {
            json.WriteLink(list, emulator.ExternalUrl($"/v3/{list}"));
        }

        json.WriteEndObject();
    });

    internal EmulatedReply Info() => CloudFoundryJson.Reply(200, json =>
    {
        json.WriteString("build", Build);
        json.WriteMap("cli_version", [new("minimum", MinimumCli), new("recommended", "latest")]);
        json.WriteMap("custom", [new("arbitrary", "stuff")]);
        json.WriteString("description", Description);
        json.WriteString("name", "vcap");
        json.WriteNumber("version", 2);
        json.WriteString("osbapi_version", BrokerVersion);
        var limit = emulator.RateLimit ?? new();
        json.WriteStartObject("rate_limits");
        json.WriteBoolean("enabled", emulator.RateLimit is not null);
        json.WriteNumber("general_limit", limit.GlobalGeneralLimit ?? limit.GeneralLimit);
        json.WriteNumber("reset_interval_in_minutes", (long)limit.Window.TotalMinutes);
        json.WriteEndObject();
        json.WriteStartObject("links");
        json.WriteLink("self", emulator.ExternalUrl("/v3/info"));
        json.WriteLink("support", Support);
        json.WriteEndObject();
    });

    internal EmulatedReply V2Info(CloudFoundryCaller? caller) => CloudFoundryJson.Reply(200, json =>
    {
        json.WriteString("name", "vcap");
        json.WriteString("build", Build);
        json.WriteString("support", Support);
        json.WriteNumber("version", 2);
        json.WriteString("description", Description);
        json.WriteString("authorization_endpoint", Login);
        json.WriteString("token_endpoint", Uaa);
        json.WriteString("min_cli_version", MinimumCli);
        json.WriteString("min_recommended_cli_version", "latest");
        json.WriteString("app_ssh_endpoint", Ssh);
        json.WriteString("app_ssh_host_key_fingerprint", SshKey);
        json.WriteString("app_ssh_oauth_client", SshClient);
        json.WriteString("doppler_logging_endpoint", Logging);
        json.WriteString("api_version", OldVersion);
        json.WriteString("osbapi_version", BrokerVersion);
        json.WriteString("routing_endpoint", Routing);
        json.WriteMap("custom", [new("arbitrary", "stuff")]);
        if (caller is not null)
        {
            json.WriteString("user", caller.UserGuid);
        }
    }, isV3: false);

    /// <summary>The answer to a request for a resource other than a task: not found, unless a resource exists that is not shown.</summary>
    internal CloudFoundryRefusal NotHere(CloudFoundryCaller caller, string list, string guid)
    {
        var kind = list.EndsWith("sses", StringComparison.Ordinal) ? list[..^2] : list[..^1];
        return lookups.IsThere(caller, kind, guid) ? CloudFoundryRefusal.UnknownRequest() : CloudFoundryRefusal.NotFound(kind);
    }

    private EmulatedReply KorifiRoot() => CloudFoundryJson.Reply(200, json =>
    {
        json.WriteStartObject("links");
        json.WriteLink("self", emulator.ExternalUrl(""));
        json.WriteNull("bits_service");
        json.WriteNull("cloud_controller_v2");
        WriteLink(json, "cloud_controller_v3", emulator.ExternalUrl("/v3"), [new("version", KorifiRules.Version)]);
        json.WriteLink("login", emulator.ExternalUrl(""));
        foreach (var name in Absent)
        {
            json.WriteNull(name);
        }

        json.WriteEndObject();
        json.WriteBoolean("cf_on_k8s", true);
    });

    private static void WriteLink(Utf8JsonWriter json, string name, string href, IEnumerable<KeyValuePair<string, string>> meta)
    {
        json.WriteStartObject(name);
        json.WriteString("href", href);
        json.WriteMap("meta", meta);
        json.WriteEndObject();
    }

    private static string Trim(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
