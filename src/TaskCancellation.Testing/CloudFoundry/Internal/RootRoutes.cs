using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What anyone may ask: where things are, and what limits there are.</summary>
internal sealed class RootRoutes(CloudFoundryEmulator emulator)
{
    private bool IsKorifi => emulator.Flavor == CloudFoundryFlavor.Korifi;

    private string? Uaa => IsKorifi ? null : Trim(emulator.UaaAddress);

    private string Login => IsKorifi ? emulator.ExternalUrl("") : Trim(emulator.LoginAddress);

    internal EmulatedReply Root() => Json.Reply(200, json =>
    {
        json.WriteStartObject("links");
        json.WriteLink("self", emulator.ExternalUrl(""));
        json.WriteNull("bits_service");
        json.WriteNull("cloud_controller_v2");
        WriteVersion(json, "cloud_controller_v3", emulator.ExternalUrl("/v3"), IsKorifi ? KorifiRules.Version : emulator.Version);
        json.WriteNull("network_policy_v0");
        json.WriteNull("network_policy_v1");
        json.WriteLink("login", Login);
        json.WriteLink("uaa", Uaa);
        json.WriteNull("credhub");
        json.WriteNull("routing");
        json.WriteNull("logging");
        json.WriteNull("log_cache");
        json.WriteNull("log_stream");
        json.WriteNull("app_ssh");
        json.WriteEndObject();
        if (IsKorifi)
        {
            json.WriteBoolean("cf_on_k8s", true);
        }
    });

    internal EmulatedReply V3() => Json.Reply(200, json =>
    {
        json.WriteStartObject("links");
        json.WriteLink("self", emulator.ExternalUrl("/v3"));
        json.WriteLink("tasks", emulator.ExternalUrl("/v3/tasks"));
        json.WriteEndObject();
    });

    internal EmulatedReply Info() => Json.Reply(200, json =>
    {
        json.WriteString("build", "");
        json.WriteMap("cli_version", [new("minimum", ""), new("recommended", "")]);
        json.WriteMap("custom", []);
        json.WriteString("description", "");
        json.WriteString("name", "");
        json.WriteNumber("version", 0);
        var limit = emulator.RateLimit;
        json.WriteStartObject("rate_limits");
        json.WriteBoolean("enabled", limit is not null);
        json.WriteNumber("general_limit", (limit ?? new()).GeneralLimit);
        json.WriteNumber("reset_interval_in_minutes", (limit ?? new()).ResetIntervalInMinutes);
        json.WriteEndObject();
        json.WriteStartObject("links");
        json.WriteLink("self", emulator.ExternalUrl("/v3/info"));
        json.WriteLink("support", "");
        json.WriteEndObject();
    });

    internal EmulatedReply V2Info() => Json.Reply(200, json =>
    {
        json.WriteString("authorization_endpoint", Login);
        json.WriteString("token_endpoint", Uaa);
    });

    private static void WriteVersion(Utf8JsonWriter json, string name, string href, string version)
    {
        json.WriteStartObject(name);
        json.WriteString("href", href);
        json.WriteMap("meta", [new("version", version)]);
        json.WriteEndObject();
    }

    private static string Trim(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
