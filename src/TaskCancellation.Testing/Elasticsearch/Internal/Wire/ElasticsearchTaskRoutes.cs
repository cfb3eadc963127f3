using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary><c>GET /_tasks</c> and <c>GET /_tasks/{id}</c>.</summary>
internal sealed class ElasticsearchTaskRoutes(ElasticsearchEmulator emulator, ElasticsearchStore cluster, ElasticsearchLifecycle lifecycle)
{
    private const string ListAction = "cluster:monitor/tasks/lists";
    private const string GetAction = "cluster:monitor/task/get";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private ElasticsearchVersion Version => emulator.WireVersion;

    internal EmulatedReply List(ElasticsearchCall call)
    {
        var query = call.Query;
        var selection = Selection.Read(query, WireId.Unset);
        var isDetailed = query.Flag("detailed");
        var waits = query.Flag("wait_for_completion");
        var (timeout, deadline) = Deadline(query, waits);
        var groupBy = query.Text("group_by") ?? "nodes";
        var isHuman = query.IsHuman;
        call.RefuseRest(Version);
        TaskGroups.RequireKnown(groupBy);
        call.Caller.Require(ListAction);
        var asked = new AskedNodes(Version, ListAction + "[n]", NodeResolver.Resolve(cluster, selection.Nodes, Version), lifecycle.Now);
        call.Own.Start(ListAction, asked.All, (true, true), lifecycle.Now);
        var matched = cluster.Live.Where(task => asked.All.Any(node => node.Id == task.Id.Node) && selection.Allows(task)).ToList();
        bool IsPending(StoredNode node) => node.IsFrozen || matched.Exists(task => waits && !task.IsOwn && task.IsLive && task.Id.Node == node.Id);
        bool IsStopped() => call.Own.Parts.Append(call.Own.Main).Any(task => task is { IsCanceled: true });
        ElasticsearchError LateOn(StoredNode node) => emulator.TasksTimeOutFirst && !node.IsFrozen && matched.Find(task => task.IsLive && task.Id.Node == node.Id) is { } slow
            ? TimedOut(slow, timeout ?? DefaultTimeout)
            : asked.Late(node, lifecycle.Now);
        var isLate = timeout is { } time && Version.TimesOutAtOnce(time);
        return lifecycle.When(() => isLate || asked.All.All(node => asked.FailureOf(node) is not null || !IsPending(node)) || IsStopped() || lifecycle.Now >= deadline, () =>
        {
            if (call.Own.Main is { IsCanceled: true } main)
            {
                throw new ElasticsearchRefusal(400, Canceled($"task cancelled [{main.CancelReason}]"));
            }

            var failures = new Failures();
            foreach (var node in asked.All)
            {
                var failure = call.Own.Parts.Any(part => part.IsCanceled && part.Id.Node == node.Id) ? Canceled("task cancelled")
                    : asked.FailureOf(node) ?? (isLate || IsPending(node) ? LateOn(node) : null);
                if (failure is not null)
                {
                    failures.AddNode(node.Id, failure);
                }
            }

            matched.RemoveAll(task => failures.HasNode(task.Id.Node));
            return Routing.Json(200, TaskGroups.Write(groupBy, cluster, matched, failures, new ElasticsearchTaskJson(Version, lifecycle.Now, isDetailed, isHuman)));
        });
    }

    internal EmulatedReply Cat(ElasticsearchCall call)
    {
        var query = call.Query;
        var selection = Selection.Read(query, WireId.Unset);
        var (isDetailed, hasHead, isHelp) = (query.Flag("detailed"), query.Flag("v"), query.Flag("help"));
        query.Accept("h", "s", "time", "bytes", "local", "master_timeout", "timeout", "wait_for_completion");
        var isJson = query.Text("format") == "json" || call.Request.Header("Accept")?.Contains("json", StringComparison.Ordinal) == true;
        call.RefuseRest(Version);
        call.Caller.Require(ListAction);
        var nodes = NodeResolver.Resolve(cluster, selection.Nodes, Version);
        call.Own.Start(ListAction, nodes, (true, true), lifecycle.Now);
        var tasks = cluster.Live.Where(task => nodes.Any(node => node.Id == task.Id.Node) && selection.Allows(task)).ToList();
        return isJson && !isHelp
            ? Routing.Json(200, CatTable.Json(cluster, tasks, lifecycle.Now, isDetailed))
            : EmulatedReply.Text(200, CatTable.Text(cluster, tasks, lifecycle.Now, isDetailed, hasHead), "text/plain; charset=UTF-8");
    }

    internal EmulatedReply Get(ElasticsearchCall call)
    {
        var query = call.Query;
        var id = WireId.Parse(query.Text("task_id"));
        var waits = query.Flag("wait_for_completion");
        var (timeout, deadline) = Deadline(query, waits);
        var follows = Version.HasReindexManagement && query.Flag("follow_relocations", otherwise: true);
        var isHuman = query.IsHuman;
        call.RefuseRest(Version);
        if (!id.IsSet)
        {
            throw ElasticsearchRefusal.Invalid("task id is required");
        }

        call.Caller.Require(GetAction);
        call.Own.Start(GetAction, [], (false, false), lifecycle.Now);
        if (emulator.IsShortOfMemory)
        {
            throw new ElasticsearchRefusal(429, ShortOfMemory());
        }

        var task = Find(id, follows);
        var host = cluster.FindNode(task?.Id.Node ?? id.Node);
        var asked = new AskedNodes(Version, GetAction, host is null ? [] : [host], lifecycle.Now);
        bool IsPending() => host is { IsFrozen: true } || (waits && task is { IsLive: true });
        ElasticsearchError? Failure() => host is null ? null : asked.FailureOf(host);
        return lifecycle.When(() => Failure() is not null || !IsPending() || lifecycle.Now >= deadline, () =>
        {
            if (host is not null && Failure() is { } failure)
            {
                throw new ElasticsearchRefusal(asked.HasDied(host) ? Version.DisconnectedStatus : 500, failure);
            }

            if (IsPending())
            {
                throw host != cluster.Local && query.Has("timeout")
                    ? new ElasticsearchRefusal(Version.TransportTimeoutStatus, asked.Late(host!, lifecycle.Now))
                    : new ElasticsearchRefusal(Version.TimeoutStatus, TimedOut(task!, timeout ?? DefaultTimeout));
            }

            return Show(id, task, follows, isHuman);
        });
    }

    /// <summary>How long the client waits: as long as it says, else half a minute for a task and for ever for a node.</summary>
    private (TimeSpan? Timeout, DateTimeOffset Deadline) Deadline(ElasticsearchParameters query, bool waits)
    {
        TimeSpan? timeout = query.Time("timeout", DefaultTimeout) is var said && query.Has("timeout") ? said : waits ? DefaultTimeout : null;
        return (timeout, timeout is { } time && time >= TimeSpan.Zero ? lifecycle.Now + time : DateTimeOffset.MaxValue);
    }

    /// <summary>The newest task that has, or first had, that id and is still running.</summary>
    internal ElasticsearchStoredTask? Find(WireId id, bool follows) =>
        cluster.FindLive(id) ?? (follows ? cluster.Live.LastOrDefault(task => task.WasCalled(id)) : null);

    private EmulatedReply Show(WireId id, ElasticsearchStoredTask? task, bool follows, bool isHuman)
    {
        var moved = follows ? cluster.All.LastOrDefault(candidate => candidate.Original?.Id == id)?.Id : null;
        if (task is null)
        {
            ResultRoutes.RequireReadable(emulator.TasksIndex, (moved ?? id).ToString(), Version);
        }

        var stored = task is { IsLive: true } ? null : cluster.FindResult(task?.Id ?? moved ?? id);
        var shown = stored?.Task ?? (task?.Ending == ElasticsearchEnding.Lost ? null : task) ?? throw Missing(id, cluster, Version);
        return Routing.Json(200, ElasticsearchJson.Object(json =>
        {
            json.WriteBoolean("completed", !shown.IsLive);
            json.WriteStartObject("task");
            new ElasticsearchTaskJson(Version, lifecycle.Now, isDetailed: true, isHuman).Write(json, shown, stored is null ? TaskForm.Running : TaskForm.ReadBack);
            json.WriteEndObject();
            WriteResult(json, stored);
        }));
    }

    internal static void WriteResult(System.Text.Json.Utf8JsonWriter json, StoredResult? stored)
    {
        if (stored is { Error: { } error })
        {
            json.WriteStartObject("error");
            ElasticsearchJson.WriteError(json, error);
            json.WriteEndObject();
        }
        else if (stored is { Response: { } response })
        {
            json.WritePropertyName("response");
            json.WriteRawValue(response);
        }
    }

    /// <summary>There is no record: the task left none, there is no index of records yet, or its node is unknown.</summary>
    internal static ElasticsearchRefusal Missing(WireId id, ElasticsearchStore cluster, ElasticsearchVersion version)
    {
        var missing = new ElasticsearchError(
            "resource_not_found_exception",
            $"task [{id}] isn't running and hasn't stored its results",
            cluster.HasResults ? null : ResultRoutes.NoIndex(version));
        return new ElasticsearchRefusal(404, cluster.FindNode(id.Node) is not null ? missing : new ElasticsearchError(
            "resource_not_found_exception", $"task [{id}] belongs to the node [{id.Node}] which isn't part of the cluster and there is no record of the task", missing));
    }

    private static ElasticsearchError Canceled(string reason) => new("task_cancelled_exception", reason);

    /// <summary>8 names the time, as it was given and in milliseconds; before, and in OpenSearch, it is the task object.</summary>
    private ElasticsearchError TimedOut(ElasticsearchStoredTask task, TimeSpan timeout)
    {
        if (!Version.NamesTime)
        {
            var kind = task.IsBulk ? "index.reindex.BulkByScrollTask" : "tasks.Task";
            return new ElasticsearchError("timeout_exception", string.Create(CultureInfo.InvariantCulture, $"Timed out waiting for completion of [{Version.JavaPackage}.{kind}@{task.Id.Number:x8}]"));
        }

        var milliseconds = (long)timeout.TotalMilliseconds;
        var error = new ElasticsearchError("timeout_exception", string.Create(
            CultureInfo.InvariantCulture, $"timed out after [{(milliseconds % 1000 == 0 ? milliseconds / 1000 : milliseconds)}{(milliseconds % 1000 == 0 ? "s" : "ms")}/{milliseconds}ms]"));
        return Version.MarksTimeouts ? error.With("timed_out", true) : error;
    }

    /// <summary>A node short of memory refuses what is no matter of tasks under way: lists and cancels pass.</summary>
    private static ElasticsearchError ShortOfMemory() =>
        new ElasticsearchError(
            "circuit_breaking_exception",
            "[parent] Data too large, data for [<http_request>] would be [58097224/55.4mb], which is larger than the limit of [1024/1kb], real usage: [58097224/55.4mb], new bytes reserved: [0/0b]")
            .With("bytes_wanted", 58097224).With("bytes_limit", 1024).With("durability", "PERMANENT");
}
