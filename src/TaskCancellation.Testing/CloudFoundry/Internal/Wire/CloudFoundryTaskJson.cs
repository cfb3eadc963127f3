using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Renders rows, members in the server's order.</summary>
internal sealed class CloudFoundryTaskJson(CloudFoundryEmulator emulator, CloudFoundryStore store)
{
    internal EmulatedReply Show(int status, CloudFoundryStoredTask task, bool withCommand) => CloudFoundryJson.Reply(status, json => WriteTask(json, task, withCommand));

    internal void WriteTask(Utf8JsonWriter json, CloudFoundryStoredTask task, bool withCommand)
    {
        var options = task.Options;
        var omitted = new HashSet<string>(options.OmittedFields, StringComparer.Ordinal);
        if (emulator.Flavor == CloudFoundryFlavor.Korifi)
        {
            omitted.UnionWith(KorifiRules.MissingFields);
        }

        void Field(string name, Action<string> write)
        {
            if (!omitted.Contains(name))
            {
                write(name);
            }
        }

        Field("guid", name => json.WriteString(name, task.Guid));
        Field("created_at", name => json.WriteString(name, Instant(task.CreatedAt)));
        Field("updated_at", name => json.WriteString(name, Instant(task.UpdatedAt)));
        Field("sequence_id", name => json.WriteNumber(name, task.SequenceId));
        Field("name", name => json.WriteString(name, task.Name));
        if (withCommand)
        {
            Field("command", name => json.WriteString(name, options.Command));
        }

        Field("user", name => json.WriteString(name, store.UserOf(task)));
        Field("state", name => json.WriteString(name, task.State));
        Field("memory_in_mb", name => json.WriteNumberOrNull(name, options.MemoryInMb));
        Field("disk_in_mb", name => json.WriteNumberOrNull(name, options.DiskInMb));
        Field("log_rate_limit_in_bytes_per_second", name => json.WriteNumber(name, options.LogRateLimit));
        Field("result", name =>
        {
            json.WriteStartObject(name);
            json.WriteString("failure_reason", task.Failure);
            json.WriteEndObject();
        });
        Field("droplet_guid", name => json.WriteString(name, task.DropletGuid));
        Field("relationships", name => WriteRelationships(json, name, task.App.Guid));
        Field("metadata", name =>
        {
            json.WriteStartObject(name);
            json.WriteMap("labels", task.Labels);
            json.WriteMap("annotations", task.Annotations);
            json.WriteEndObject();
        });
        Field("links", name => WriteLinks(json, name, task));
    }

    internal void WriteEvent(Utf8JsonWriter json, CloudFoundryAuditEvent line)
    {
        json.WriteString("guid", line.Id);
        json.WriteString("created_at", Instant(line.CreatedAt));
        json.WriteString("updated_at", Instant(line.CreatedAt));
        json.WriteString("type", line.Type);
        WriteParty(json, "actor", line.ActorId, "user", line.ActorName);
        WriteParty(json, "target", line.TargetId, line.TargetType, line.TargetName);
        json.WritePropertyName("data");
        json.WriteRawValue(line.DataJson);
        json.WriteMap("space", [new("guid", line.SpaceId)]);
        json.WriteMap("organization", [new("guid", line.OrganizationId)]);
        json.WriteStartObject("links");
        json.WriteLink("self", emulator.ExternalUrl($"/v3/audit_events/{line.Id}"));
        json.WriteEndObject();
    }

    private void WriteLinks(Utf8JsonWriter json, string name, CloudFoundryStoredTask task)
    {
        var self = emulator.ExternalUrl($"/v3/tasks/{task.Guid}");
        json.WriteStartObject(name);
        json.WriteLink("self", self);
        json.WriteLink("app", emulator.ExternalUrl($"/v3/apps/{task.App.Guid}"));
        json.WriteLink("cancel", $"{self}/actions/cancel", "POST");
        json.WriteLink("droplet", emulator.ExternalUrl($"/v3/droplets/{task.DropletGuid}"));
        json.WriteEndObject();
    }

    internal static void WriteRelationships(Utf8JsonWriter json, string name, string appGuid)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("app");
        json.WriteMap("data", [new("guid", appGuid)]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParty(Utf8JsonWriter json, string role, string guid, string type, string name) =>
        json.WriteMap(role, [new("guid", guid), new("type", type), new("name", name)]);

    internal static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
