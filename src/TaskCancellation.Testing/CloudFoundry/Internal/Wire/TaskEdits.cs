using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Creates tasks and changes their metadata, with checks in the server's order.</summary>
internal sealed partial class TaskEdits(CloudFoundryEmulator emulator, CloudFoundryStore store, Lookups lookups, CloudFoundryLifecycle lifecycle, CloudFoundryTaskJson taskJson)
{
    private const int MaximumCommand = 4096;
    private const int MaximumLabels = 50;
    private const int MaximumAnnotations = 200;

    internal EmulatedReply Create(CloudFoundryCaller caller, JsonObject body, string appGuid)
    {
        if (emulator.IsTaskCreationDisabled && !caller.Is(CloudFoundryRole.Admin))
        {
            throw CloudFoundryRefusal.FeatureDisabled(emulator.TaskCreationMessage ?? "task_creation");
        }

        var message = TaskMessage.Create(body);
        var app = lookups.App(caller, appGuid);
        CloudFoundryPermissions.RequireDevelop(caller, app.Space);
        var process = CheckReferences(message, app);
        var template = emulator.NewTasks;
        var limits = new Limits(
            Limit(message, "memory_in_mb", message.Memory, process?.MemoryInMb, template.MemoryInMb),
            Limit(message, "disk_in_mb", message.Disk, process?.DiskInMb, template.DiskInMb),
            Limit(message, "log_rate_limit_in_bytes_per_second", message.LogRate, process?.LogRateLimit, template.LogRateLimit) ?? 0);
        CheckRow(message, process, app, limits);
        var isKorifi = emulator.Flavor == CloudFoundryFlavor.Korifi;
        var task = store.AddTask(Read(message, process, template, limits) with
        {
            AppId = app.Guid,
            Id = null,
            CreatedAt = null,
            UpdatedAt = null,
            SequenceId = null,
            State = "PENDING",
            StartDelay = isKorifi ? template.StartDelay ?? TimeSpan.FromSeconds(1) : template.StartDelay,
        }, app, lifecycle.Now);
        if (isKorifi)
        {
            lifecycle.Adopt(task);
            return taskJson.Show(201, task, withCommand: true);
        }

        store.Record("audit.app.task.create", caller, task, lifecycle.Now);
        return lifecycle.Start(task, () => taskJson.Show(202, task, withCommand: true));
    }

    internal EmulatedReply Patch(CloudFoundryCaller caller, JsonObject body, string guid)
    {
        var message = TaskMessage.Patch(body);
        var task = lookups.Task(caller, guid);
        CloudFoundryPermissions.RequireDevelop(caller, task.App.Space);
        message.RequireStorable();
        Merge(message.Labels, task.Labels, MaximumLabels, CloudFoundryRefusal.TooManyLabels);
        Merge(message.Annotations, task.Annotations, MaximumAnnotations, CloudFoundryRefusal.TooManyAnnotations);
        return taskJson.Show(200, task, withCommand: true);
    }

    private CloudFoundryProcess? CheckReferences(TaskMessage message, App app)
    {
        if (message.Has("droplet_guid") && (message.Text("droplet_guid") is not { } droplet || store.FindDroplet(droplet)?.App.Space != app.Space))
        {
            throw CloudFoundryRefusal.NotFound("droplet");
        }

        if (!message.Has("droplet_guid") && app.Droplet is null)
        {
            throw CloudFoundryRefusal.Unprocessable("Task must have a droplet. Specify droplet or assign current droplet to app.");
        }

        if (message.Disk > emulator.MaxDiskInMb)
        {
            throw CloudFoundryRefusal.Unprocessable($"Cannot request disk_in_mb greater than {emulator.MaxDiskInMb}");
        }

        if (!message.Has("template"))
        {
            return null;
        }

        var guid = TaskMessage.ProcessGuid(message.Member("template"))!;
        return store.FindProcess(guid) ?? throw CloudFoundryRefusal.ProcessNotFound(guid);
    }

    /// <summary>What the row itself refuses, all in one detail.</summary>
    private void CheckRow(TaskMessage message, CloudFoundryProcess? process, App app, Limits limits)
    {
        var (name, command, user) = (message.Text("name"), message.Text("command"), message.Text("user"));
        List<string?> faults =
        [
            message.Has("name") && message.Member("name") is not (JsonArray or JsonObject) && !Printable().IsMatch(name ?? "") ? "name format" : null,
            message.Has("name") && IsBlank(message.Member("name")) ? "name presence" : null,
            (message.Has("command") ? IsBlank(message.Member("command")) : string.IsNullOrWhiteSpace(process?.Command)) ? "command presence" : null,
            message.Has("command") && message.Member("command") is null ? "command is not present" : null,
            command is { Length: > MaximumCommand } ? $"command must be shorter than {MaximumCommand + 1} characters" : null,
            .. Quotas.Faults(store, app, limits.Memory ?? 0, limits.LogRate),
            !string.IsNullOrWhiteSpace(user) && !emulator.AllowedUsers.Contains(user, StringComparer.OrdinalIgnoreCase)
                ? $"user invalid (requested user '{user}' not allowed, permitted users are: {string.Join(", ", emulator.AllowedUsers.Select(one => $"'{one}'"))})"
                : null,
        ];
        if (faults.Exists(fault => fault is not null))
        {
            throw CloudFoundryRefusal.Unprocessable(string.Join(", ", faults.OfType<string>()));
        }

        message.RequireStorable();
    }

    private static CloudFoundryTask Read(TaskMessage message, CloudFoundryProcess? process, CloudFoundryTask template, Limits limits)
    {
        var labels = new Dictionary<string, string>(template.Labels, StringComparer.Ordinal);
        var annotations = new Dictionary<string, string>(template.Annotations, StringComparer.Ordinal);
        Merge(message.Labels, labels, MaximumLabels, CloudFoundryRefusal.TooManyLabels);
        Merge(message.Annotations, annotations, MaximumAnnotations, CloudFoundryRefusal.TooManyAnnotations);
        return template with
        {
            Command = message.Text("command") ?? process!.Command!,
            Name = message.Text("name") ?? template.Name,
            User = (message.Has("user") ? Filled(message.Text("user")) : process?.User) ?? template.User,
            DropletId = message.Text("droplet_guid") ?? template.DropletId,
            MemoryInMb = limits.Memory,
            DiskInMb = limits.Disk,
            LogRateLimit = limits.LogRate,
            Labels = labels,
            Annotations = annotations,
        };
    }

    /// <summary>The requested value, or that of the process, or that of new tasks.</summary>
    private static long? Limit(TaskMessage message, string name, BigInteger? asked, long? ofProcess, long? otherwise) =>
        asked is { } number ? (long)BigInteger.Min(number, long.MaxValue) : (message.Has(name) ? null : ofProcess) ?? otherwise;

    /// <summary>A null value takes the key away.</summary>
    private static void Merge(List<KeyValuePair<string, string?>> changes, IDictionary<string, string> into, int maximum, Func<int, int, CloudFoundryRefusal> refuse)
    {
        var added = changes.Where(change => change.Value is not null).Select(change => change.Key).ToList();
        if (into.Keys.Except(changes.Select(change => change.Key)).Count() + added.Count > maximum)
        {
            throw refuse(added.Count, maximum);
        }

        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                into.Remove(key);
            }
            else
            {
                into[key] = value;
            }
        }
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static bool IsBlank(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject members => members.Count == 0,
        _ => string.IsNullOrWhiteSpace(TaskMessage.Written(value)),
    };

    [GeneratedRegex(@"\A(?:[^\p{C}]|[\uD800-\uDBFF][\uDC00-\uDFFF])+\n?\z")]
    private static partial Regex Printable();

    /// <summary>What a task may take.</summary>
    private sealed record Limits(long? Memory, long? Disk, long LogRate);
}
