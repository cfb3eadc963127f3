using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The tables: organizations and spaces, apps with their droplets and processes, tasks in order of creation, and the audit log.</summary>
internal sealed class CloudFoundryStore(CloudFoundryEmulator emulator, UuidSequence guids)
{
    private readonly Dictionary<string, Container> containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, App> apps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Droplet> droplets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CloudFoundryProcess> processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CloudFoundryStoredTask> byGuid = new(StringComparer.Ordinal);
    private readonly List<CloudFoundryStoredTask> tasks = [];
    private readonly List<CloudFoundryAuditEvent> events = [];

    internal IReadOnlyList<CloudFoundryStoredTask> Tasks => tasks;

    internal IReadOnlyList<CloudFoundryAuditEvent> Events => events;

    private bool IsKorifi => emulator.Flavor == CloudFoundryFlavor.Korifi;

    internal CloudFoundryStoredTask? FindTask(string guid) => byGuid.GetValueOrDefault(guid);

    internal App? FindApp(string guid) => apps.GetValueOrDefault(guid);

    internal Container? FindContainer(string guid) => containers.GetValueOrDefault(guid);

    internal Droplet? FindDroplet(string guid) => droplets.GetValueOrDefault(guid);

    internal CloudFoundryProcess? FindProcess(string guid) => processes.GetValueOrDefault(guid);

    internal Container GetContainer(string guid) =>
        FindContainer(guid) ?? throw new ArgumentException($"There is no organization or space {guid}.", nameof(guid));

    internal CloudFoundryStoredTask GetTask(string guid) => FindTask(guid) ?? throw new ArgumentException($"There is no task {guid}.", nameof(guid));

    internal App GetApp(string guid) => FindApp(guid) ?? throw new ArgumentException($"There is no app {guid}.", nameof(guid));

    internal Droplet GetDroplet(string guid) => FindDroplet(guid) ?? throw new ArgumentException($"There is no droplet {guid}.", nameof(guid));

    internal string NextGuid() => guids.Next();

    /// <summary>The user that a task runs as: the requested one, or that of the droplet if there is one.</summary>
    internal string? UserOf(CloudFoundryStoredTask task) => task.User ?? FindDroplet(task.DropletGuid)?.User;

    internal Container AddContainer(string? guid, string? name, Container? organization)
    {
        guid ??= guids.Next();
        var container = new Container(guid, name ?? (organization is null ? "org-" : "space-") + guid[..Math.Min(8, guid.Length)], organization);
        containers.Add(guid, container);
        return container;
    }

    /// <summary>Adds an app with a droplet.</summary>
    internal App AddApp(Container space, string? guid, string? name)
    {
        guid ??= guids.Next();
        var app = new App(guid, name ?? "app-" + guid[..Math.Min(8, guid.Length)], space);
        app.Droplet = AddDroplet(app, null, "vcap");
        apps.Add(guid, app);
        return app;
    }

    internal Droplet AddDroplet(App app, string? guid, string user)
    {
        var droplet = new Droplet(guid ?? guids.Next(), app, user);
        droplets.Add(droplet.Guid, droplet);
        return droplet;
    }

    internal void RemoveDroplet(Droplet droplet)
    {
        droplets.Remove(droplet.Guid);
        if (droplet.App.Droplet == droplet)
        {
            droplet.App.Droplet = null;
        }
    }

    internal CloudFoundryProcess AddProcess(CloudFoundryProcess process)
    {
        process = process with { Id = process.Id ?? guids.Next() };
        processes.Add(process.Id, process);
        return process;
    }

    internal CloudFoundryStoredTask AddTask(CloudFoundryTask options, App app, DateTimeOffset now)
    {
        var guid = options.Id ?? guids.Next();
        var created = Microseconds(options.CreatedAt ?? now);
        var sequence = options.SequenceId ?? (IsKorifi ? Timestamp(options.CreatedAt ?? now) : app.LastSequenceId + 1);
        app.LastSequenceId = Math.Max(app.LastSequenceId, sequence);
        var name = IsKorifi ? guid : options.Name ?? guids.Next()[..8];
        var task = new CloudFoundryStoredTask(options, guid, name, app, options.DropletId ?? app.Droplet?.Guid ?? "", sequence)
        {
            State = options.State,
            Failure = options.State == "FAILED" ? options.Failure ?? "APP/TASK/" + name + ": Exited with status 1" : null,
            CreatedAt = created,
            UpdatedAt = Microseconds(options.UpdatedAt ?? created),
        };
        byGuid.Add(guid, task);
        tasks.Add(task);
        return task;
    }

    internal void Remove(CloudFoundryStoredTask task)
    {
        task.IsRemoved = true;
        byGuid.Remove(task.Guid);
        tasks.Remove(task);
    }

    /// <summary>The apps that are an app, or lie in a space or an organization.</summary>
    internal IEnumerable<App> AppsIn(string guid) => apps.Values.Where(app => app.IsIn(guid));

    /// <summary>Deletes an app, a space or an organization with all that is in it. What the audit log says of it stays.</summary>
    internal void Delete(string guid)
    {
        foreach (var app in AppsIn(guid).ToList())
        {
            foreach (var task in tasks.Where(task => task.App == app).ToList())
            {
                Remove(task);
            }

            apps.Remove(app.Guid);
        }

        foreach (var container in containers.Values.Where(container => container.IsIn(guid)).ToList())
        {
            containers.Remove(container.Guid);
        }
    }

    internal void Record(string type, CloudFoundryCaller actor, CloudFoundryStoredTask task, DateTimeOffset now) =>
        Record(type, actor, Target(task.App), task.Guid, now, json =>
        {
            json.WriteString("task_guid", task.Guid);
            json.WriteStartObject("request");
            json.WriteString("name", task.Name);
            json.WriteNumberOrNull("memory_in_mb", task.Options.MemoryInMb);
            json.WriteString("command", "[PRIVATE DATA HIDDEN]");
            json.WriteEndObject();
        });

    internal void Record(Deployment deployment, CloudFoundryCaller actor, DateTimeOffset now) =>
        Record("audit.app.deployment.cancel", actor, Target(deployment.App), null, now, json =>
        {
            json.WriteString("deployment_guid", deployment.Guid);
            json.WriteString("droplet_guid", deployment.DropletGuid);
        });

    /// <summary>Records the request to delete an app, or a space or an organization with all its spaces.</summary>
    internal void RecordDeletion(string guid, CloudFoundryCaller actor, DateTimeOffset now)
    {
        if (FindApp(guid) is { } app)
        {
            Record("audit.app.delete-request", actor, Target(app), null, now, _ => { });
        }

        foreach (var container in containers.Values.Where(container => container.IsIn(guid)))
        {
            var kind = container.Organization is null ? "organization" : "space";
            var target = new AuditTarget(container.Guid, kind, container.Name, container.Organization is null ? "" : container.Guid, container.Organization?.Guid ?? container.Guid);
            Record($"audit.{kind}.delete-request", actor, target, null, now, json =>
            {
                json.WriteStartObject("request");
                json.WriteBoolean("recursive", true);
                json.WriteEndObject();
            });
        }
    }

    /// <summary>Rows hold microseconds.</summary>
    internal static DateTimeOffset Microseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    internal static DateTimeOffset WholeSeconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static long Timestamp(DateTimeOffset instant) =>
        long.Parse(instant.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static AuditTarget Target(App app) => new(app.Guid, "app", app.Name, app.Space.Guid, app.Space.Organization!.Guid);

    private void Record(string type, CloudFoundryCaller actor, AuditTarget target, string? taskGuid, DateTimeOffset now, Action<Utf8JsonWriter> writeData) => events.Add(new CloudFoundryAuditEvent
    {
        Id = guids.Next(),
        CreatedAt = Microseconds(now),
        Type = type,
        ActorId = actor.UserGuid,
        ActorName = actor.UserName,
        TargetId = target.Guid,
        TargetType = target.Type,
        TargetName = target.Name,
        SpaceId = target.SpaceGuid,
        OrganizationId = target.OrganizationGuid,
        TaskId = taskGuid,
        DataJson = CloudFoundryJson.Object(writeData),
    });

    private sealed record AuditTarget(string Guid, string Type, string Name, string SpaceGuid, string OrganizationGuid);
}

/// <summary>An organization, or a space in one.</summary>
internal sealed class Container(string guid, string name, Container? organization)
{
    internal string Guid => guid;

    internal string Name => name;

    /// <summary>The organization of a space; null for an organization.</summary>
    internal Container? Organization => organization;

    internal bool IsSuspended { get; set; }

    internal bool IsBeingDeleted { get; set; }

    internal CloudFoundryQuota? Quota { get; set; }

    /// <summary>Whether it is that organization or space, or a space in it.</summary>
    internal bool IsIn(string container) => guid == container || organization?.Guid == container;
}

internal sealed class App(string guid, string name, Container space)
{
    internal string Guid => guid;

    internal string Name => name;

    internal Container Space => space;

    /// <summary>What its tasks are made from; null for none yet.</summary>
    internal Droplet? Droplet { get; set; }

    /// <summary>Whether it is that app, or lies in that space or organization.</summary>
    internal bool IsIn(string container) => guid == container || space.IsIn(container);

    internal long LastSequenceId { get; set; }
}

/// <summary>The result of staging an app.</summary>
internal sealed record Droplet(string Guid, App App, string User);
