using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Creating tasks, and changing their metadata.</summary>
internal sealed class TaskEdits(CloudFoundryEmulator emulator, Store store, Lifecycle lifecycle, TaskRoutes routes)
{
    private static readonly string[] CreateKeys =
        ["name", "command", "disk_in_mb", "memory_in_mb", "log_rate_limit_in_bytes_per_second", "droplet_guid", "user", "template", "metadata"];

    internal EmulatedReply Create(Caller caller, EmulatedRequest request, string appGuid)
    {
        var body = Json.ParseBody(request);
        var app = routes.FindApp(caller, appGuid);
        Permissions.RequireDevelop(caller, app.Space);
        if (emulator.TaskCreationIsDisabled)
        {
            throw Refusal.FeatureDisabled();
        }

        var isKorifi = emulator.Flavor == CloudFoundryFlavor.Korifi;
        var template = emulator.NewTasks;
        var task = store.AddTask(Read(body, template) with
        {
            AppGuid = app.Guid,
            Id = null,
            CreatedAt = null,
            UpdatedAt = null,
            SequenceId = null,
            State = isKorifi ? "PENDING" : template.State,
            StartsAfter = isKorifi ? template.StartsAfter ?? TimeSpan.FromSeconds(1) : template.StartsAfter,
        }, app, lifecycle.Now);
        lifecycle.Plan(task);
        if (isKorifi)
        {
            return routes.Show(201, task, withCommand: true);
        }

        store.Record("audit.app.task.create", caller, task, lifecycle.Now);
        if (emulator.DiegoIsDown)
        {
            task.Diego = DiegoRecord.Absent;
            lifecycle.Set(task, "FAILED", "Unable to request task to be run");
            throw Refusal.WorkersUnavailable(emulator.Inferred("Connection refused"));
        }

        return routes.Show(202, task, withCommand: true);
    }

    internal EmulatedReply Patch(Caller caller, EmulatedRequest request, string guid)
    {
        var body = Json.ParseBody(request);
        var task = routes.Find(caller, guid);
        Permissions.RequireDevelop(caller, task.App.Space);
        RequireKnown(body, ["metadata"]);
        Merge(body, "labels", task.Labels);
        Merge(body, "annotations", task.Annotations);
        return routes.Show(200, task, withCommand: true);
    }

    private CloudFoundryTask Read(JsonElement body, CloudFoundryTask template)
    {
        RequireKnown(body, CreateKeys);
        var command = Text(body, "command");
        if (command is null)
        {
            var hasTemplate = body.TryGetProperty("template", out var process)
                && process.TryGetProperty("process", out var source)
                && source.TryGetProperty("guid", out _);
            command = hasTemplate ? template.Command : throw Refusal.Unprocessable(emulator.Inferred("Either a command or a template is needed"));
        }

        var labels = new SortedDictionary<string, string>(template.Labels.ToDictionary(), StringComparer.Ordinal);
        var annotations = new SortedDictionary<string, string>(template.Annotations.ToDictionary(), StringComparer.Ordinal);
        Merge(body, "labels", labels);
        Merge(body, "annotations", annotations);
        return template with
        {
            Command = command,
            Name = Text(body, "name") ?? template.Name,
            User = Text(body, "user") ?? template.User,
            DropletGuid = Text(body, "droplet_guid") ?? template.DropletGuid,
            MemoryInMb = Number(body, "memory_in_mb") ?? template.MemoryInMb,
            DiskInMb = Number(body, "disk_in_mb") ?? template.DiskInMb,
            LogRateLimit = Number(body, "log_rate_limit_in_bytes_per_second") ?? template.LogRateLimit,
            Labels = labels,
            Annotations = annotations,
        };
    }

    private void RequireKnown(JsonElement body, string[] keys)
    {
        var unknown = body.EnumerateObject().Select(member => member.Name).Except(keys).ToList();
        if (unknown.Count > 0)
        {
            throw Refusal.Unprocessable(emulator.Inferred($"Unknown field(s): {string.Join(", ", unknown.Select(name => $"'{name}'"))}"));
        }
    }

    /// <summary>A null value takes the key away.</summary>
    private void Merge(JsonElement body, string kind, SortedDictionary<string, string> into)
    {
        if (!body.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object
            || !metadata.TryGetProperty(kind, out var changes) || changes.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var change in changes.EnumerateObject())
        {
            switch (change.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    into.Remove(change.Name);
                    break;
                case JsonValueKind.String:
                    into[change.Name] = change.Value.GetString()!;
                    break;
                default:
                    throw Refusal.Unprocessable(emulator.Inferred($"Metadata {kind} must be strings"));
            }
        }
    }

    private string? Text(JsonElement body, string name) => Value(body, name, JsonValueKind.String)?.GetString();

    private long? Number(JsonElement body, string name) => Value(body, name, JsonValueKind.Number)?.GetInt64();

    private JsonElement? Value(JsonElement body, string name, JsonValueKind kind)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var isGood = value.ValueKind == kind && (kind != JsonValueKind.Number || value.TryGetInt64(out _));
        return isGood ? value : throw Refusal.Unprocessable(emulator.Inferred($"{name} has the wrong type"));
    }
}
