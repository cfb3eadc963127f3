using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Reads and cancels tasks, with checks in the server's order.</summary>
internal sealed class CloudFoundryTaskRoutes(CloudFoundryEmulator emulator, CloudFoundryStore store, Lookups lookups, CloudFoundryLifecycle lifecycle, CloudFoundryTaskJson taskJson)
{
    private static readonly string[] TaskKeys =
    [
        "page", "per_page", "order_by", "created_ats", "updated_ats", "guids", "names", "states",
        "app_guids", "organization_guids", "space_guids", "app_guid", "sequence_ids", "label_selector",
    ];

    private static readonly string[] EventKeys =
        ["page", "per_page", "order_by", "created_ats", "updated_ats", "guids", "types", "target_guids", "space_guids", "organization_guids"];

    private bool IsKorifi => emulator.Flavor == CloudFoundryFlavor.Korifi;

    internal EmulatedReply Cancel(CloudFoundryCaller caller, string guid)
    {
        emulator.BeforeCancel?.Invoke([guid]);
        var task = lookups.Task(caller, guid);
        CloudFoundryPermissions.RequireCancel(caller, task.App.Space);

        // The row is read again, so the answer may show more than the request to cancel.
        EmulatedReply Show() => taskJson.Show(202, task, withCommand: true);
        try
        {
            return IsKorifi ? KorifiRules.Cancel(emulator, lifecycle, task, Show) : lifecycle.Cancel(caller, task, Show);
        }
        catch (CloudFoundryRefusal)
        {
            emulator.AfterCancel?.Invoke([guid]);
            throw;
        }
    }

    internal EmulatedReply Get(CloudFoundryCaller caller, string guid)
    {
        var task = lookups.Task(caller, guid);
        return taskJson.Show(200, task, CloudFoundryPermissions.SeesCommand(caller, task.App.Space));
    }

    internal EmulatedReply List(CloudFoundryCaller caller, JsonObject parameters)
    {
        // An app_guid among the parameters is as good as one in the path.
        if (!IsKorifi && parameters["app_guid"] is { } nested)
        {
            var appGuid = CloudFoundryParameters.Text(nested) ?? throw CloudFoundryRefusal.Unknown();
            if (!string.IsNullOrWhiteSpace(appGuid))
            {
                return ListOfApp(caller, parameters, appGuid);
            }
        }

        var query = new CloudFoundryListQuery(emulator, new ListKind("/v3/tasks", TaskKeys, ["sequence_ids"]), parameters);
        return List(query, store.Tasks.Where(task => CloudFoundryPermissions.CanRead(caller, task.App.Space)), withCommand: IsKorifi);
    }

    internal EmulatedReply ListOfApp(CloudFoundryCaller caller, JsonObject parameters, string appGuid)
    {
        var query = new CloudFoundryListQuery(emulator, new ListKind($"/v3/apps/{appGuid}/tasks", TaskKeys, ["space_guids", "organization_guids", "app_guids"]), parameters);
        var app = lookups.App(caller, appGuid);
        return List(query, store.Tasks.Where(task => task.App == app), CloudFoundryPermissions.SeesCommand(caller, app.Space) || IsKorifi);
    }

    internal EmulatedReply ListEvents(CloudFoundryCaller caller, JsonObject parameters)
    {
        var query = new CloudFoundryListQuery(emulator, new ListKind("/v3/audit_events", EventKeys, [], Excluding: "target_guids"), parameters);
        query.RequireSound();
        var matching = store.Events.Where(line =>
            lookups.CanRead(caller, line)
            && query.Allows("guids", line.Id)
            && query.Allows("types", line.Type)
            && query.Allows("target_guids", line.TargetId)
            && query.Allows("space_guids", line.SpaceId)
            && query.Allows("organization_guids", line.OrganizationId)
            && query.CreatedAts.Matches(line.CreatedAt)
            && query.UpdatedAts.Matches(line.CreatedAt));
        return Pages.Write(query, Pages.Sort(query, matching, line => line.CreatedAt, line => line.CreatedAt, line => line.Id), IsKorifi, taskJson.WriteEvent);
    }

    internal EmulatedReply GetEvent(CloudFoundryCaller caller, string guid) => CloudFoundryJson.Reply(200, json => taskJson.WriteEvent(json, lookups.Event(caller, guid)));

    private EmulatedReply List(CloudFoundryListQuery query, IEnumerable<CloudFoundryStoredTask> tasks, bool withCommand)
    {
        query.RequireSound();
        var matching = tasks.Where(task => Matches(query, task));
        var sorted = Pages.Sort(query, matching, task => task.CreatedAt, task => task.UpdatedAt, task => task.Guid);
        return Pages.Write(query, sorted, IsKorifi, (json, task) => taskJson.WriteTask(json, task, withCommand));
    }

    private static bool Matches(CloudFoundryListQuery query, CloudFoundryStoredTask task) =>
        query.Allows("guids", task.Guid)
        && query.Allows("names", task.Name, StringComparer.OrdinalIgnoreCase)
        && query.Allows("states", task.State)
        && query.Allows("app_guids", task.App.Guid)
        && query.Allows("space_guids", task.App.Space.Guid)
        && query.Allows("organization_guids", task.App.Space.Organization!.Guid)
        && query.AllowsSequenceId(task.SequenceId)
        && query.CreatedAts.Matches(task.CreatedAt)
        && query.UpdatedAts.Matches(task.UpdatedAt)
        && (query.Labels is null || query.Labels.Matches(task.Labels));
}
