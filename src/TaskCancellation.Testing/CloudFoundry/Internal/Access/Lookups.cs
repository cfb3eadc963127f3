namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Finds what a caller may see: what it may not see is not there.</summary>
internal sealed class Lookups(CloudFoundryEmulator emulator, Store store)
{
    internal StoredTask Task(Caller caller, string guid) =>
        store.FindTask(guid) is { } task && Permissions.CanRead(caller, task.App.Space) ? task : throw NotFound("task");

    internal App App(Caller caller, string guid) =>
        store.FindApp(guid) is { } app && Permissions.CanRead(caller, app.Space) ? app : throw NotFound("app");

    internal CloudFoundryAuditEvent Event(Caller caller, string guid) =>
        store.Events.FirstOrDefault(line => line.Id == guid) is { } line && CanRead(caller, line) ? line : throw NotFound("event");

    internal Container Container(Caller caller, string kind, string guid) => FindContainer(caller, kind, guid) ?? throw NotFound(kind);

    /// <summary>Whether there is something of that kind to see, of all that can be put into the emulator.</summary>
    internal bool IsThere(Caller caller, string kind, string guid) => kind switch
    {
        "app" => store.FindApp(guid) is { } app && Permissions.CanRead(caller, app.Space),
        "droplet" => store.FindDroplet(guid) is { } droplet && Permissions.CanRead(caller, droplet.App.Space),
        "process" => store.FindProcess(guid) is not null,
        _ => FindContainer(caller, kind, guid) is not null,
    };

    internal bool CanRead(Caller caller, CloudFoundryAuditEvent line) => Permissions.CanReadEvent(caller, store.FindContainer(line.SpaceGuid), line.OrganizationGuid);

    /// <summary>An organization or a space, as the kind says. An organization is seen by whoever has a role anywhere in it.</summary>
    private Container? FindContainer(Caller caller, string kind, string guid)
    {
        var container = store.FindContainer(guid);
        var isSeen = container?.Organization is not null
            ? kind == "space" && Permissions.CanRead(caller, container)
            : kind == "organization" && caller.Roles.Any(grant => grant.Role != CloudFoundryRole.None && (grant.Within is null || store.FindContainer(grant.Within)?.IsIn(guid) == true));
        return isSeen ? container : null;
    }

    private Refusal NotFound(string kind) => emulator.Flavor == CloudFoundryFlavor.Korifi
        ? Refusal.Missing(emulator.Inferred($"{Refusal.NotFound(kind).Message}. Ensure it exists and you have access to it."))
        : Refusal.NotFound(kind);
}
