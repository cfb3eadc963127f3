using System.Globalization;
using System.Text.Json;
using EmulatorServer.Services;

namespace EmulatorServer.Control;

/// <summary>The part of the control endpoint for one service.</summary>
internal sealed class ServiceApi(RunningService service)
{
    /// <summary>The requests below the name of a service.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Help = new Dictionary<string, string>
    {
        ["GET /{service}"] = "Describes the service: settings with their values, actions with their parameters, members of tasks and users.",
        ["GET /{service}/tasks"] = "Every task, as the emulator holds it.",
        ["GET /{service}/tasks/{id}"] = "One of them.",
        ["POST /{service}/tasks"] = "Adds a task; {} for one with all defaults. Answers its id.",
        ["POST /{service}/tasks/{id}/hold"] = "Keeps a task from progressing or ending by itself. A cancel still reaches it. This and the following take {\"after\":5}, in seconds, or {\"at\":\"2026-01-31T12:00:00Z\"}, on the server's clock; at once by default.",
        ["POST /{service}/tasks/{id}/release"] = "Releases a held task. What would have happened in the meantime happens now.",
        ["POST /{service}/tasks/{id}/finish"] = "Ends a task successfully.",
        ["POST /{service}/tasks/{id}/fail"] = "Fails a task; with {\"reason\":\"no space left\"} where the service gives a reason.",
        ["POST /{service}/tasks/{id}/cancel"] = "Sends the service its own cancel request for the task, as an admin. Answers the request, and status and body of the reply, a refusal too.",
        ["POST /{service}/tasks/{id}/remove"] = "Removes a task without a trace.",
        ["POST /{service}/users"] = "Adds a user, or replaces the user of that name.",
        ["DELETE /{service}/users/{name}"] = "Removes a user, whose credentials are no longer valid.",
        ["GET /{service}/settings"] = "The settings and their values.",
        ["PUT /{service}/settings"] = "Sets some of them, in order, up to the first invalid one: {\"version\":\"1.50\",\"newTasks.runDuration\":5}. Times are seconds or texts such as 00:01:30; null for no value.",
        ["POST /{service}/actions/{name}"] = "Runs the action of that name, with parameters such as {\"id\":\"5\"}.",
        ["GET /{service}/requests"] = "The requests of clients, and the statuses of the answers.",
        ["DELETE /{service}/requests"] = "Clears the request log.",
    };

    private IServiceControl Control => service.Control;

    internal async Task<ControlAnswer?> RouteAsync(string method, string[] path, JsonElement body, CancellationToken cancellationToken) => (method, path) switch
    {
        ("POST", ["tasks", var id, "cancel"]) => await CancelAsync(id, body, cancellationToken),
        ("GET", []) => ControlAnswer.Ok(Describe()),
        ("GET", ["tasks"]) => ControlAnswer.Ok(Control.Rows),
        ("GET", ["tasks", var id]) => ControlAnswer.Ok(Control.Find(id)),
        ("POST", ["tasks"]) => ControlAnswer.Created(new AddedTask(Control.Add(body))),
        ("POST", ["tasks", var id, var verb]) => Act(verb, id, body),
        ("POST", ["users"]) => AddUser(body),
        ("DELETE", ["users", var name]) => Done(() => Control.RemoveUser(name)),
        ("GET", ["settings"]) => ControlAnswer.Ok(Settings()),
        ("PUT" or "POST" or "PATCH", ["settings"]) => Set(body),
        ("POST", ["actions", var name]) => Done(() => Control.Do(name, Texts(body))),
        ("GET", ["requests"]) => ControlAnswer.Ok(Requests()),
        ("DELETE", ["requests"]) => Done(Control.Emulator.ClearRequests),
        _ => null,
    };

    private ServicePage Describe() => new(service.Name, service.Address)
    {
        Settings = [.. Control.Settings.Select(setting => new SettingEntry(setting.Name, setting.Value, setting.Description))],
        Actions = [.. Control.Actions.Select(action => new ActionEntry(action.Name, action.Parameters, action.Description))],
        ExampleTask = Control.ExampleTask,
        TaskMembers = RecordDocs.Of(Control.TaskType, Control.UsualTask),
        UserMembers = RecordDocs.Of(Control.UserType, Control.UsualUser),
        OtherMembers = RecordDocs.Within(Control.TaskType, Control.UserType).ToDictionary(record => record.Name, record => RecordDocs.Of(record)),
        Can = Help.ToDictionary(line => line.Key.Replace("{service}", service.Name, StringComparison.Ordinal), line => line.Value),
    };

    private IReadOnlyList<RequestEntry> Requests() =>
        [.. Control.Emulator.Requests.Select(line => new RequestEntry(line.Number, line.At, line.Request.ToString(), line.Request.BodyText, line.Status, line.Fault))];

    private Dictionary<string, string?> Settings() => Control.Settings.ToDictionary(setting => setting.Name, setting => setting.Value);

    private ControlAnswer Act(string verb, string id, JsonElement body)
    {
        var known = verb == "fail" ? "at, after, reason" : "at, after";
        string? reason = null;
        DateTimeOffset? at = null;
        foreach (var (name, value) in Texts(body))
        {
            switch (name)
            {
                case "reason" when verb == "fail":
                    reason = value;
                    break;
                case "at":
                    at = DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                        ? instant
                        : throw new ArgumentException($"at: '{value}' is no instant such as 2026-01-31T12:00:00Z.");
                    break;
                case "after":
                    at = Control.Emulator.ServerNow + (double.TryParse(value, CultureInfo.InvariantCulture, out var seconds)
                        ? TimeSpan.FromSeconds(seconds)
                        : throw new ArgumentException($"after: '{value}' is no number of seconds."));
                    break;
                default:
                    throw new ArgumentException($"{verb} takes no {name}, but {known}.");
            }
        }

        return Done(() => Control.Act(verb, id, reason, at));
    }

    private async Task<ControlAnswer> CancelAsync(string id, JsonElement body, CancellationToken cancellationToken)
    {
        if (Texts(body).Keys.FirstOrDefault() is { } name)
        {
            throw new ArgumentException($"cancel takes no {name}, but nothing.");
        }

        return ControlAnswer.Ok(await Control.CancelAsync(id, cancellationToken));
    }

    private ControlAnswer AddUser(JsonElement body)
    {
        Control.AddUser(body);
        return ControlAnswer.Created(new AddedUser(body.EnumerateObject().First(member => member.Name.Equals("name", StringComparison.OrdinalIgnoreCase)).Value.GetString()!));
    }

    private ControlAnswer Set(JsonElement body)
    {
        foreach (var (name, value) in Texts(body))
        {
            Control.Set(name, value);
        }

        return ControlAnswer.Ok(Settings());
    }

    private static Dictionary<string, string> Texts(JsonElement body) => body.ValueKind == JsonValueKind.Object
        ? body.EnumerateObject().ToDictionary(given => given.Name, given => ControlJson.Text(given.Value))
        : throw new JsonException("An object is needed.");

    private static ControlAnswer Done(Action act)
    {
        act();
        return ControlAnswer.Ok(new DonePage(true));
    }
}
