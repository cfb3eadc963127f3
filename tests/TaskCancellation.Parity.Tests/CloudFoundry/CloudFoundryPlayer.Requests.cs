using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <content>Set-up by requests: those that make what the emulator only knows from its hooks become calls of these.</content>
internal sealed partial class CloudFoundryPlayer
{
    private static readonly (Regex Request, Action<CloudFoundryPlayer, JsonElement, string, string> Make)[] Makers =
    [
        Maker("POST /v3/organizations", (player, body, guid, _) => player.emulator.AddOrganization(guid, Text(body, "name"))),
        Maker("POST /v3/spaces", (player, body, guid, _) => player.emulator.AddSpace(Related(body, "organization"), guid, Text(body, "name"))),
        Maker("POST /v3/apps", (player, body, guid, _) =>
        {
            player.emulator.AddApp(Related(body, "space"), guid, Text(body, "name"));
            player.emulator.SetDroplet(guid, null);
        }),
        Maker("POST /v3/organization_quotas", (player, body, _, _) => player.SetQuota(body, "organizations")),
        Maker("POST /v3/space_quotas", (player, body, _, _) => player.SetQuota(body, "spaces")),
        Maker("PATCH /v3/apps/([^/]+)/relationships/current_droplet", (player, body, _, app) => player.emulator.SetDroplet(app, Text(body.GetProperty("data"), "guid"))),
        Maker("PATCH /v3/(?:organizations|spaces)/([^/]+)", (player, body, _, container) => player.emulator.Suspend(container, body.GetProperty("suspended").GetBoolean())),
        Maker("PATCH /v3/feature_flags/task_creation", (player, body, _, _) =>
        {
            player.emulator.IsTaskCreationDisabled = !body.GetProperty("enabled").GetBoolean();
            player.emulator.TaskCreationMessage = Text(body, "custom_error_message");
        }),
    ];

    /// <summary>Makes what the request made, or sends it where the emulator answers it.</summary>
    private async Task MakeAsync(RecordedStep step)
    {
        PassTime(step);
        var request = $"{step.Method} {Symbols.Resolve(step.Path)}";
        foreach (var (pattern, make) in Makers)
        {
            if (pattern.Match(request) is { Success: true } match)
            {
                // What was set before shows in the reply only.
                var facts = step.Path.StartsWith("/v3/feature_flags/", StringComparison.Ordinal) ? step.Reply!.Value : step.Member("body")!.Value;
                var body = JsonElement.Parse(Symbols.Resolve(facts.GetRawText()));
                make(this, body, Symbols.Find(CloudFoundryScript.Guid(step.Reply) ?? "") ?? "", match.Groups[1].Value);
                return;
            }
        }

        await AnswerAsync(step);
    }

    private static (Regex Request, Action<CloudFoundryPlayer, JsonElement, string, string> Make) Maker(string request, Action<CloudFoundryPlayer, JsonElement, string, string> make) =>
        (new Regex($@"\A{request}\z", RegexOptions.CultureInvariant), make);

    private static string Related(JsonElement body, string what) =>
        body.GetProperty("relationships").GetProperty(what).GetProperty("data").GetProperty("guid").GetString()!;

    private void SetQuota(JsonElement body, string containers)
    {
        long? Limit(string name) => body.TryGetProperty("apps", out var apps) && apps.TryGetProperty(name, out var limit) && limit.ValueKind == JsonValueKind.Number ? limit.GetInt64() : null;
        var quota = new CloudFoundryQuota(Limit("total_memory_in_mb"), Limit("per_process_memory_in_mb"), Limit("log_rate_limit_in_bytes_per_second"), (int?)Limit("per_app_tasks"));
        foreach (var container in body.GetProperty("relationships").GetProperty(containers).GetProperty("data").EnumerateArray())
        {
            emulator.SetQuota(container.GetProperty("guid").GetString()!, quota);
        }
    }

    /// <summary>Sends a request of an admin that no line has.</summary>
    private async Task<EmulatedAnswer> RequestAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"bearer {users["admin"].Tokens[0]}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var sent = Client.SendAsync(request);
        await clock.AdvanceUntilCompletedAsync(sent);
        using var response = await sent;
        return await EmulatedAnswer.ReadAsync(response);
    }
}
