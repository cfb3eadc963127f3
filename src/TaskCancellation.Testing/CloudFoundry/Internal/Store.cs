using System.Globalization;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The tables: organizations and spaces, apps, tasks in order of creation, and the audit log.</summary>
internal sealed class Store(CloudFoundryEmulator emulator, UuidSequence guids)
{
    private readonly Dictionary<string, Container> containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, App> apps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTask> byGuid = new(StringComparer.Ordinal);
    private readonly List<StoredTask> tasks = [];
    private readonly List<CloudFoundryAuditEvent> events = [];

    internal IReadOnlyList<StoredTask> Tasks => tasks;

    internal IReadOnlyList<CloudFoundryAuditEvent> Events => events;

    private bool IsKorifi => emulator.Flavor == CloudFoundryFlavor.Korifi;

    internal StoredTask? FindTask(string guid) => byGuid.GetValueOrDefault(guid);

    internal App? FindApp(string guid) => apps.GetValueOrDefault(guid);

    internal Container GetContainer(string guid) =>
        containers.GetValueOrDefault(guid) ?? throw new ArgumentException($"There is no organization or space {guid}.", nameof(guid));

    internal StoredTask GetTask(string guid) => FindTask(guid) ?? throw new ArgumentException($"There is no task {guid}.", nameof(guid));

    internal App GetApp(string guid) => FindApp(guid) ?? throw new ArgumentException($"There is no app {guid}.", nameof(guid));

    internal Container AddContainer(string? guid, Container? organization)
    {
        var container = new Container(guid ?? guids.Next(), organization);
        containers.Add(container.Guid, container);
        return container;
    }

    internal App AddApp(Container space, string? guid, string? name)
    {
        guid ??= guids.Next();
        var app = new App(guid, name ?? "app-" + guid[..Math.Min(8, guid.Length)], space, guids.Next());
        apps.Add(guid, app);
        return app;
    }

    internal StoredTask AddTask(CloudFoundryTask options, App app, DateTimeOffset now)
    {
        var guid = options.Id ?? guids.Next();
        var created = WholeSeconds(options.CreatedAt ?? now);
        var sequence = options.SequenceId ?? (IsKorifi ? Timestamp(options.CreatedAt ?? now) : app.LastSequenceId + 1);
        app.LastSequenceId = Math.Max(app.LastSequenceId, sequence);
        var name = IsKorifi ? guid : options.Name ?? guids.Next()[..8];
        var task = new StoredTask(options, guid, name, app, sequence)
        {
            State = options.State,
            Failure = options.State == "FAILED" ? options.Failure ?? "APP/TASK/" + name + ": Exited with status 1" : null,
            CreatedAt = created,
            UpdatedAt = WholeSeconds(options.UpdatedAt ?? created),
        };
        task.Diego = task.IsTerminal || (!IsKorifi && task.State == "PENDING" && options.StartsAfter is null) ? DiegoRecord.Absent : DiegoRecord.Running;
        byGuid.Add(guid, task);
        tasks.Add(task);
        return task;
    }

    internal void Remove(StoredTask task)
    {
        task.IsRemoved = true;
        byGuid.Remove(task.Guid);
        tasks.Remove(task);
    }

    internal void RemoveApp(App app) => apps.Remove(app.Guid);

    internal void Record(string type, Caller actor, StoredTask task, DateTimeOffset now) => events.Add(new CloudFoundryAuditEvent(
        guids.Next(),
        WholeSeconds(now),
        type,
        actor.UserGuid,
        actor.UserName,
        task.App.Guid,
        task.App.Name,
        task.App.Space.Guid,
        task.App.Space.Organization!.Guid,
        task.Guid));

    internal static DateTimeOffset WholeSeconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static long Timestamp(DateTimeOffset instant) =>
        long.Parse(instant.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
