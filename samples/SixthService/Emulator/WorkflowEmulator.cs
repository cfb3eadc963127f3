using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;
using TaskCancellation.Testing;

namespace SixthService.Emulator;

/// <summary>An in-memory workflow service: executions in namespaces, listed newest first by a query, and asked to cancel by their run id.</summary>
public sealed class WorkflowEmulator : TaskEmulator<string, WorkflowTask, WorkflowRow, WorkflowUser>
{
    /// <summary>The API key of the user that exists from the beginning.</summary>
    public const string ApiKey = "workflow-key";

    /// <summary>The namespace of executions that name none.</summary>
    public const string DefaultNamespace = "default";

    private const int MaxPageSize = 100;
    private readonly Dictionary<string, WorkflowUser> users = new(StringComparer.Ordinal) { ["default"] = new WorkflowUser { Name = "default", ApiKey = ApiKey } };
    private readonly SortedDictionary<int, WorkflowRow> rows = [];
    private int count;

    /// <summary>Initializes a new instance on the given clock.</summary>
    public WorkflowEmulator(TimeProvider clock, Uri? baseAddress = null)
        : base(clock, baseAddress ?? new Uri("https://workflows.example.com/"))
    {
    }

    /// <inheritdoc/>
    public override string Version { get; set; } = "1.4.2";

    /// <inheritdoc/>
    protected override IReadOnlyList<EmulatorSetting> ServiceSettings => [];

    /// <summary>Returns the reply that the service gives to a request that it does not carry out.</summary>
    public EmulatedReply ErrorReply(int status, string code, string message) =>
        Json(status, new JsonObject { ["code"] = code, ["message"] = ScrambleInferred ? new string([.. message.Reverse()]) : message });

    /// <inheritdoc/>
    protected override void AddOrReplaceUser(WorkflowUser user) => users[user.Name] = user;

    /// <inheritdoc/>
    protected override bool TryRemoveUser(string name) => users.Remove(name);

    /// <inheritdoc/>
    protected override IReadOnlyList<WorkflowRow> ReadRows() => [.. rows.Values];

    /// <inheritdoc/>
    protected override WorkflowRow? FindRow(string id) => rows.Values.FirstOrDefault(row => row.RunId == id);

    /// <inheritdoc/>
    protected override string AddTask(WorkflowTask task)
    {
        count++;
        var row = new WorkflowRow
        {
            RunId = string.Create(CultureInfo.InvariantCulture, $"{count:x8}-0000-4000-8000-000000000000"),
            Number = count,
            Namespace = task.Namespace,
            WorkflowId = task.WorkflowId,
            Type = task.Type,
            Status = task.Status,
            ScheduledAt = ServerNow,
            StartedAt = task.Status == WorkflowStatus.Scheduled ? null : ServerNow,
            Task = task,
        };
        rows[count] = row.IsClosed ? row with { ClosedAt = ServerNow } : row;
        if (task.RunDuration is { } duration && !row.IsClosed)
        {
            After(duration, () => EndByItself(row.RunId, WorkflowStatus.Completed));
        }

        return row.RunId;
    }

    /// <inheritdoc/>
    protected override void HoldTask(string id) => Change(id, row => row with { IsHeld = true });

    /// <inheritdoc/>
    protected override void ReleaseTask(string id)
    {
        var missed = FindRow(id)?.MissedEnd;
        Change(id, row => row with { IsHeld = false, MissedEnd = null });
        if (missed is not null)
        {
            Close(id, missed);
        }
    }

    /// <inheritdoc/>
    protected override void FinishTask(string id) => Close(id, WorkflowStatus.Completed);

    /// <inheritdoc/>
    protected override void FailTask(string id, string? reason)
    {
        Change(id, row => row.IsClosed ? row : row with { Failure = reason ?? "activity failed" });
        Close(id, WorkflowStatus.Failed);
    }

    /// <inheritdoc/>
    protected override void RemoveTask(string id) => rows.Remove(FindRow(id)!.Number);

    /// <inheritdoc/>
    protected override EmulatedReply Answer(EmulatedRequest request)
    {
        if (users.Values.All(user => request.Header("Authorization") != $"Bearer {user.ApiKey}"))
        {
            return ErrorReply(401, "UNAUTHENTICATED", "the API key is not valid");
        }

        return (request.Method, request.Path.Trim('/').Split('/')) switch
        {
            ("GET", ["v1", "system-info"]) => Json(200, new JsonObject { ["serverVersion"] = Version }),
            ("GET", ["v1", "executions"]) => List(HttpUtility.ParseQueryString(request.RawQuery)),
            ("GET", ["v1", "executions", var id]) => FindRow(id) is { } row ? Json(200, ToJson(row)) : NotFound(id),
            ("POST", ["v1", "executions", var id, "cancel"]) => RequestCancel(id),
            _ => EmulatedReply.Empty(404),
        };
    }

    private EmulatedReply List(System.Collections.Specialized.NameValueCollection parameters)
    {
        var query = WorkflowQuery.Parse(parameters["query"] ?? "");
        var size = int.Parse(parameters["pageSize"] ?? "50", CultureInfo.InvariantCulture);
        if (query is null || size is < 1 or > MaxPageSize)
        {
            return ErrorReply(400, "INVALID_ARGUMENT", query is null ? "the query cannot be parsed" : "the page size is out of range");
        }

        // The token names the last execution shown: what is added meanwhile is newer, and moves nothing.
        var before = parameters["pageToken"] is { } token ? int.Parse(token, CultureInfo.InvariantCulture) : int.MaxValue;
        WorkflowRow[] found = [.. rows.Values.Reverse().Where(row => row.Number < before && query.Matches(row)).Take(size + 1)];
        return Json(200, new JsonObject
        {
            ["executions"] = new JsonArray([.. found.Take(size).Select(ToJson)]),
            ["nextPageToken"] = found.Length > size ? found[size - 1].Number.ToString(CultureInfo.InvariantCulture) : "",
        });
    }

    private EmulatedReply RequestCancel(string id)
    {
        BeforeCancel?.Invoke([id]);
        var reply = Decide(id);
        AfterCancel?.Invoke([id]);
        return reply;
    }

    private EmulatedReply Decide(string id)
    {
        if (FindRow(id) is not { } row)
        {
            return NotFound(id);
        }

        Change(id, one => one with { CancelCount = one.CancelCount + 1 });
        if (row.IsClosed)
        {
            return ErrorReply(409, "EXECUTION_CLOSED", "the execution has already been closed");
        }

        if (!row.IsCancelRequested && row.Task.CancelDelay is { } delay)
        {
            After(delay, () => Close(id, row.Task.CancelEnding));
        }

        // One that has not begun begins, to hear of it.
        Change(id, one => one with
        {
            IsCancelRequested = true,
            Status = one.Status == WorkflowStatus.Scheduled ? WorkflowStatus.Running : one.Status,
            StartedAt = one.StartedAt ?? ServerNow,
        });
        return Json(200, ToJson(FindRow(id)!));
    }

    private void EndByItself(string id, string status)
    {
        if (FindRow(id) is { IsHeld: true, IsClosed: false })
        {
            Change(id, row => row with { MissedEnd = status });
        }
        else
        {
            Close(id, status);
        }
    }

    // What has ended or is gone stays as it is.
    private void Close(string id, string status) => Change(id, row => row.IsClosed ? row : row with { Status = status, ClosedAt = ServerNow });

    private void Change(string id, Func<WorkflowRow, WorkflowRow> change)
    {
        if (FindRow(id) is { } row)
        {
            rows[row.Number] = change(row);
        }
    }

    private EmulatedReply NotFound(string id) => ErrorReply(404, "NOT_FOUND", $"there is no execution {id}");

    private static EmulatedReply Json(int status, JsonObject body) => EmulatedReply.Json(status, body.ToJsonString());

    private static JsonObject ToJson(WorkflowRow row) => new()
    {
        ["runId"] = row.RunId,
        ["namespace"] = row.Namespace,
        ["workflowId"] = row.WorkflowId,
        ["type"] = row.Type,
        ["status"] = row.Status,
        ["cancelRequested"] = row.IsCancelRequested,
        ["scheduleTime"] = row.ScheduledAt,
        ["startTime"] = row.StartedAt,
        ["closeTime"] = row.ClosedAt,
        ["failure"] = row.Failure,
    };
}
