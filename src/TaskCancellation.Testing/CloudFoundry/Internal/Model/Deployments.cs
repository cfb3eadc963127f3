using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Deployments, as far as their cancellation is concerned: create, read, cancel, continue.</summary>
internal sealed class Deployments(CloudFoundryEmulator emulator, CloudFoundryStore store)
{
    private readonly Dictionary<string, Deployment> deployments = new(StringComparer.Ordinal);

    internal EmulatedReply Create(CloudFoundryCaller caller, JsonObject body)
    {
        var app = Guid(body, "relationships", "app", "data") is { } guid && store.FindApp(guid) is { } found && CloudFoundryPermissions.CanRead(caller, found.Space)
            ? found
            : throw CloudFoundryRefusal.Unprocessable("Unable to use app. Ensure that the app exists and you have access to it.");
        CloudFoundryPermissions.RequireDevelop(caller, app.Space);
        foreach (var other in deployments.Values.Where(other => other.App == app && other.IsActive))
        {
            other.Set("FINALIZED", "SUPERSEDED", Now);
        }

        var strategy = CloudFoundryParameters.Text(body["strategy"]) ?? "rolling";
        var version = deployments.Values.Count(other => other.App == app) + 2;
        var deployment = new Deployment(store.NextGuid(), app, strategy, Guid(body, "droplet") ?? app.Droplet?.Guid ?? "", app.Droplet?.Guid, version, Now)
        {
            ProcessGuid = store.NextGuid(),
            RevisionGuid = store.NextGuid(),
        };
        deployments.Add(deployment.Guid, deployment);
        return Show(201, deployment);
    }

    internal EmulatedReply Get(CloudFoundryCaller caller, string guid) =>
        deployments.TryGetValue(guid, out var deployment) && CloudFoundryPermissions.CanRead(caller, deployment.App.Space) ? Show(200, deployment) : throw NotFound();

    internal EmulatedReply Cancel(CloudFoundryCaller caller, string guid)
    {
        var deployment = Find(caller, guid);
        if (!deployment.IsActive)
        {
            throw Refused("cancel", deployment);
        }

        deployment.Set("ACTIVE", "CANCELING", Now);
        store.Record(deployment, caller, Now);
        return Done();
    }

    internal EmulatedReply Continue(CloudFoundryCaller caller, string guid)
    {
        var deployment = Find(caller, guid);
        if (deployment is not { IsActive: true, Reason: "PAUSED" })
        {
            throw Refused("continue", deployment);
        }

        deployment.Set("ACTIVE", "DEPLOYING", Now);
        return Done();
    }

    internal void Set(string guid, string value, string reason)
    {
        var deployment = deployments.GetValueOrDefault(guid) ?? throw new ArgumentException($"There is no deployment {guid}.", nameof(guid));
        deployment.Set(value, reason, Now);
    }

    private DateTimeOffset Now => CloudFoundryStore.Microseconds(emulator.Due.Now);

    /// <summary>A caller that cannot change a deployment does not find it.</summary>
    private Deployment Find(CloudFoundryCaller caller, string guid)
    {
        var deployment = deployments.GetValueOrDefault(guid);
        if (deployment is null || !CloudFoundryPermissions.MayCancel(caller, deployment.App.Space))
        {
            throw NotFound();
        }

        CloudFoundryPermissions.RequireCancel(caller, deployment.App.Space);
        return deployment;
    }

    private EmulatedReply Show(int status, Deployment deployment) => CloudFoundryJson.Reply(status, json =>
    {
        json.WriteString("guid", deployment.Guid);
        json.WriteString("created_at", CloudFoundryTaskJson.Instant(deployment.CreatedAt));
        json.WriteString("updated_at", CloudFoundryTaskJson.Instant(deployment.UpdatedAt));
        json.WriteStartObject("status");
        json.WriteString("value", deployment.Value);
        json.WriteString("reason", deployment.Reason);
        json.WriteMap("details", [new("last_successful_healthcheck", CloudFoundryTaskJson.Instant(deployment.CreatedAt)), new("last_status_change", CloudFoundryTaskJson.Instant(deployment.UpdatedAt))]);
        if (deployment.Strategy == "canary")
        {
            json.WriteStartObject("canary");
            json.WriteStartObject("steps");
            json.WriteNumber("current", 1);
            json.WriteNumber("total", 1);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("strategy", deployment.Strategy);
        json.WriteStartObject("options");
        json.WriteNumber("max_in_flight", 1);
        json.WriteEndObject();
        json.WriteMap("droplet", [new("guid", deployment.DropletGuid)]);
        json.WriteStartObject("previous_droplet");
        json.WriteString("guid", deployment.PreviousDropletGuid);
        json.WriteEndObject();
        json.WriteStartArray("new_processes");
        json.WriteStartObject();
        json.WriteString("guid", deployment.ProcessGuid);
        json.WriteString("type", "web");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("revision");
        json.WriteString("guid", deployment.RevisionGuid);
        json.WriteNumber("version", deployment.Version);
        json.WriteEndObject();
        CloudFoundryTaskJson.WriteRelationships(json, "relationships", deployment.App.Guid);
        json.WriteStartObject("metadata");
        json.WriteMap("labels", []);
        json.WriteMap("annotations", []);
        json.WriteEndObject();
        WriteLinks(json, deployment);
    });

    private void WriteLinks(Utf8JsonWriter json, Deployment deployment)
    {
        var self = emulator.ExternalUrl($"/v3/deployments/{deployment.Guid}");
        json.WriteStartObject("links");
        json.WriteLink("self", self);
        json.WriteLink("app", emulator.ExternalUrl($"/v3/apps/{deployment.App.Guid}"));
        if (deployment.IsActive)
        {
            json.WriteLink("cancel", $"{self}/actions/cancel", "POST");
        }

        if (deployment is { IsActive: true, Reason: "PAUSED" })
        {
            json.WriteLink("continue", $"{self}/actions/continue", "POST");
        }

        json.WriteEndObject();
    }

    private static EmulatedReply Done() => EmulatedReply.Empty(200) with { ContentType = "application/json" };

    private static CloudFoundryRefusal NotFound() => CloudFoundryRefusal.NotFound("deployment");

    private static CloudFoundryRefusal Refused(string action, Deployment deployment) =>
        CloudFoundryRefusal.Unprocessable($"Cannot {action} a deployment with status: {deployment.Value} and reason: {deployment.Reason}");

    /// <summary>The guid at the end of a path of members; null where there is none.</summary>
    private static string? Guid(JsonNode? body, params ReadOnlySpan<string> path)
    {
        foreach (var member in path)
        {
            body = (body as JsonObject)?[member];
        }

        return CloudFoundryParameters.Text((body as JsonObject)?["guid"]);
    }
}

/// <summary>A running change of an app's droplet.</summary>
internal sealed class Deployment(string guid, App app, string strategy, string dropletGuid, string? previousDropletGuid, int version, DateTimeOffset createdAt)
{
    internal string Guid => guid;

    internal App App => app;

    internal string Strategy => strategy;

    internal string DropletGuid => dropletGuid;

    internal string? PreviousDropletGuid => previousDropletGuid;

    /// <summary>The version of the app's revision that it makes.</summary>
    internal int Version => version;

    internal required string ProcessGuid { get; init; }

    internal required string RevisionGuid { get; init; }

    internal DateTimeOffset CreatedAt { get; } = createdAt;

    internal DateTimeOffset UpdatedAt { get; private set; } = createdAt;

    internal string Value { get; private set; } = "ACTIVE";

    internal string Reason { get; private set; } = "DEPLOYING";

    internal bool IsActive => Value == "ACTIVE";

    internal void Set(string value, string reason, DateTimeOffset now)
    {
        if (Value != value || Reason != reason)
        {
            UpdatedAt = now;
        }

        Value = value;
        Reason = reason;
    }
}
