using System.Text.Json;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>The emulated cluster of a section, as the recorder had set it up, and what time and unrecorded steps did to it.</summary>
/// <remarks>The recordings tell how long each reply took, not what lay between two steps: how much time has passed is read from the progress that the next reply shows.</remarks>
internal sealed partial class World
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(3);

    /// <summary>What the recorder had filled before the first line: that <c>src</c> and <c>ubq</c> have 1,000 documents on two shards shows in the totals of their slices.</summary>
    private static readonly ElasticsearchIndex[] Indices =
    [
        new() { Name = "src", Documents = 1000, Shards = 2 },
        new() { Name = "ubq", Documents = 1000, Shards = 2 },
        new() { Name = "failsrc", Documents = 1, FirstId = 1 },
    ];

    private readonly Story story;
    private readonly SymbolTable symbols;
    private readonly List<Task<HttpResponseMessage>> beside = [];
    private readonly Dictionary<string, string> symbolOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> held = [];
    private readonly IReadOnlyDictionary<string, ElasticsearchNode> nodes;
    private readonly ElasticsearchTask usual = new() { CancelDelay = TimeSpan.FromMilliseconds(40) };

    private int current;

    internal World(Recording recording, Story story, SymbolTable symbols)
    {
        this.story = story;
        this.symbols = symbols;
        nodes = RecordedNodes.Of(story.Steps) is { Count: > 0 } here ? here : RecordedNodes.Of(recording.Steps);
        Emulator = new ElasticsearchEmulator(Clock, nodes: [nodes["node"]])
        {
            Flavor = recording.Product == "opensearch" ? ElasticsearchFlavor.OpenSearch : ElasticsearchFlavor.Elasticsearch,
            Version = recording.Version,
            NewTasks = usual,
            SelfCancelReaches = 0,
            HasDetailedErrors = story.Steps.All(step => step.Section != "detailed-errors-off"),
        };
        Emulator.AddIndex(Typed(namesPlace: recording.Product == "elasticsearch" && !recording.Version.StartsWith("7.", StringComparison.Ordinal)));
        if (story.Steps.All(step => !step.Path.StartsWith("/.tasks", StringComparison.Ordinal) && !step.Json.GetRawText().Contains("no such index [.tasks]", StringComparison.Ordinal)))
        {
            // Something had been stored in an earlier section, so that the index of results was there.
            Emulator.Finish(Emulator.Add(new() { Action = "earlier", StoresResult = true }));
        }

        symbols.Bind("node", Emulator.NodeIds[0]);
        symbols.Bind("host", nodes["node"].Host!);
        Client = Emulator.CreateClient();
    }

    /// <summary>The index that takes numbers only; Elasticsearch 8 and later say where in the document the text stood.</summary>
    private static ElasticsearchIndex Typed(bool namesPlace) => new()
    {
        Name = "faildst",
        WriteFailure = new(
            namesPlace ? "document_parsing_exception" : "mapper_parsing_exception",
            (namesPlace ? "[1:6] " : "") + "failed to parse field [n] of type [integer] in document with id '{id}'. Preview of field's value: 'abc'",
            new("number_format_exception", "For input string: \"abc\"")),
    };

    /// <summary>Makes what the recorder had made before the first line: the indices, and tasks of which only the records are seen, some of them started before their source was there.</summary>
    internal async Task BeginAsync()
    {
        var records = story.Records.ToLookup(record => record.Error is null);
        await StartAllAsync(records[false]);
        Array.ForEach(Indices, Emulator.AddIndex);
        await StartAllAsync(records[true]);
    }

    internal VirtualClock Clock { get; } = TestClock.Create();

    internal ElasticsearchEmulator Emulator { get; }

    internal HttpClient Client { get; }

    /// <summary>Brings the cluster to where it was when a step was sent.</summary>
    internal async Task PrepareAsync(int index)
    {
        var step = story.Steps[index];
        current = index;
        AddNodes(step);
        foreach (var name in Story.SilentIn(step))
        {
            Emulator.FreezeNode(NodeNamed(name));
        }

        await AddTasksAsync(index);
        BindChildren(index);
        await HoldBackAsync();
        await PassTimeAsync(index);
        await EndWhatIsCanceledAsync(index);
        await EndWhatHasEndedAsync(index);
        await EndUnfollowedAsync(index);
        await LookUpAsync(step);
        Flag(index);
        Emulator.TasksTimeOutFirst = Story.Waits(step) && step.Json.GetRawText().Contains("node_failures", StringComparison.Ordinal) && step.Json.GetRawText().Contains("\"timeout_exception\"", StringComparison.Ordinal);
    }

    /// <summary>Gives the task that a step has started its symbol.</summary>
    internal void Capture(string symbol, string id)
    {
        symbols.BindTask(symbol, id);
        symbolOf[id] = symbol;
    }

    /// <summary>Takes over the symbols that a comparison has bound.</summary>
    internal void Learn(int index)
    {
        foreach (var seen in story.SeenIn(index).Where(seen => seen.Symbol is not null && symbols.Find(seen.Symbol) is null))
        {
            if (symbols.Find(seen.Node) is { } node && symbols.Find(seen.Symbol + ElasticsearchSymbols.NumberSuffix) is { } number)
            {
                Capture(seen.Symbol!, $"{node}:{number}");
            }
        }

        foreach (var symbol in story.SeenIn(index).Select(seen => seen.Symbol).OfType<string>())
        {
            if (symbols.Find(symbol) is { } id)
            {
                Capture(symbol, id);
            }
        }
    }

    /// <summary>Lets a node die.</summary>
    internal void Kill(string name) => Emulator.RemoveNode(NodeNamed(name));

    /// <summary>Lets time pass until something is so; false when it never is.</summary>
    internal async Task<bool> PassUntilAsync(Func<Task<bool>> isSo, TimeSpan limit, TimeSpan? step = null)
    {
        var end = Clock.GetUtcNow() + limit;
        while (!await isSo())
        {
            if (Clock.GetUtcNow() >= end)
            {
                return false;
            }

            Clock.Advance(step ?? Step);
            await HoldBackAsync();
            await Task.Yield();
        }

        return true;
    }

    private async Task StartAllAsync(IEnumerable<Sighting> records)
    {
        foreach (var record in records)
        {
            var id = await StartAsync(record, record);
            await PassUntilAsync(() => Task.FromResult(Emulator.Find(id) is not { FinishedAt: null }), LongestGap);
        }
    }

    private string NodeNamed(string name) => symbols.Find(nodes.First(node => node.Value.Name == name).Key)!;

    private void AddNodes(RecordedStep step)
    {
        foreach (var symbol in nodes.Keys.Where(symbol => symbols.Find(symbol) is null && step.Json.GetRawText().Contains($"${{{symbol}}}", StringComparison.Ordinal)))
        {
            symbols.Bind(symbol, Emulator.AddNode(nodes[symbol]));
        }
    }

    /// <summary>Tasks that are there without a step that started them.</summary>
    private async Task AddTasksAsync(int index)
    {
        var step = story.Steps[index];
        foreach (var symbol in ElasticsearchSymbols.TasksIn(step.Path).Concat(story.SeenIn(index).Select(seen => seen.Symbol).OfType<string>()).Distinct())
        {
            if (symbols.Find(symbol) is null && story.IsGiven(symbol) && story.Seen(symbol).FirstOrDefault() is { HasParent: false, IsOwn: false } seen && !IsUnderWay(seen))
            {
                Capture(symbol, await StartAsync(seen, story.NextProgress(symbol, 0) ?? seen));
            }
        }

        foreach (var symbol in story.SeenIn(index).Where(seen => seen is { Symbol: not null, IsOwn: true, HasParent: false, OpaqueId: not null } && !story.IsSent(seen.OpaqueId)).Select(seen => seen.Symbol!))
        {
            if (symbols.Find(symbol) is null)
            {
                Capture(symbol, await WaitBesideAsync(story.Seen(symbol).First().OpaqueId!));
            }
        }

        foreach (var kind in story.SeenIn(index).Where(seen => seen is { Symbol: null, IsBulk: true, HasParent: false }).GroupBy(seen => seen.Action))
        {
            var isFlagged = kind.Any(seen => seen.IsFlagged) && !Story.IsCancel(step);
            for (var missing = kind.Count() - Emulator.Rows.Count(row => row is { FinishedAt: null, ParentId: null } && (isFlagged || !row.IsCanceled) && row.Action == kind.Key && !symbolOf.ContainsKey(row.Id)); missing > 0; missing--)
            {
                await StartAsync(kind.First(), kind.First());
            }
        }
    }

    /// <summary>Sends the unrecorded list that waits, and finds its task by its X-Opaque-Id.</summary>
    private async Task<string> WaitBesideAsync(string opaqueId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_tasks?wait_for_completion=true&timeout=60s&actions=indices:*");
        request.Headers.Add("X-Opaque-Id", opaqueId);
        beside.Add(Client.SendAsync(request));
        using var reply = JsonDocument.Parse(await Client.GetStringAsync(new Uri("/_tasks?group_by=none&actions=cluster:*", UriKind.Relative)));
        var task = reply.RootElement.GetProperty("tasks").EnumerateArray()
            .First(task => !task.TryGetProperty("parent_task_id", out _) && task.GetProperty("headers").TryGetProperty("X-Opaque-Id", out var header) && header.GetString() == opaqueId);
        return $"{task.GetProperty("node").GetString()}:{task.GetProperty("id")}";
    }

    /// <summary>Tasks in a path that the recorder had looked up by a list that is not recorded: by what they are like, and where nothing is known of them, the newest that is canceled, or the cluster's own task that is read.</summary>
    private async Task LookUpAsync(RecordedStep step)
    {
        foreach (var symbol in ElasticsearchSymbols.TasksIn(step.Path).Where(symbol => symbols.Find(symbol) is null).Distinct().ToList())
        {
            var seen = story.Seen(symbol).FirstOrDefault();
            using var reply = JsonDocument.Parse(await Client.GetStringAsync(new Uri("/_tasks?group_by=none", UriKind.Relative)));
            var like = reply.RootElement.GetProperty("tasks").EnumerateArray().LastOrDefault(task => seen is null
                ? Story.IsCancel(step) ? !task.TryGetProperty("parent_task_id", out _) && !task.GetProperty("action").GetString()!.StartsWith("cluster:", StringComparison.Ordinal) : task.GetProperty("type").GetString() == "persistent"
                : task.GetProperty("action").GetString() == seen.Action && (task.GetProperty("headers").TryGetProperty("X-Opaque-Id", out var header) ? header.GetString() : null) == seen.OpaqueId);
            if (like.ValueKind == JsonValueKind.Object)
            {
                Capture(symbol, $"{like.GetProperty("node").GetString()}:{like.GetProperty("id")}");
            }
        }
    }

    private bool IsUnderWay(Sighting seen) => seen.OpaqueId is { } opaqueId
        && Emulator.Rows.Any(row => row.FinishedAt is null && row.Action == seen.Action && row.Headers.GetValueOrDefault("X-Opaque-Id") == opaqueId);

    private async Task<string> StartAsync(Sighting seen, Sighting progress)
    {
        var options = usual with { NodeId = symbols.Find(seen.Node), OpaqueId = seen.OpaqueId };
        if (!seen.IsBulk)
        {
            return Emulator.Add(options with { Action = seen.Action, Description = progress.Description, Type = Sighting.Text(seen.Task, "type")! });
        }

        Emulator.NewTasks = options;
        using var request = StartRequest.Like(seen.Action, progress, story.Seen(seen.Symbol ?? ""));
        using var response = await Client.SendAsync(request);
        Emulator.NewTasks = usual;
        using var reply = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return reply.RootElement.GetProperty("task").GetString()!;
    }

    /// <summary>Symbols of children stand in the order of their numbers.</summary>
    private void BindChildren(int index)
    {
        var families = story.SeenIn(index)
            .Where(seen => seen is { Symbol: not null, Parent: not null } && symbols.Find(seen.Symbol) is null && symbols.Find(seen.Parent) is not null)
            .GroupBy(seen => symbols.Find(seen.Parent!)!);
        foreach (var family in families)
        {
            var children = ChildrenOf(family.Key).Where(child => !symbolOf.ContainsKey(child.Id));
            foreach (var (symbol, child) in family.Select(seen => seen.Symbol!).Distinct().Order(StringComparer.Ordinal).Zip(children))
            {
                Capture(symbol, child.Id);
            }
        }
    }

    private IEnumerable<ElasticsearchRow> ChildrenOf(string parent) => Emulator.Rows.Where(row => row.ParentId == parent).OrderBy(row => long.Parse(row.Id.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Lets time pass until the tasks that a step shows, or stops, are as far as they were.</summary>
    private async Task PassTimeAsync(int index)
    {
        var step = story.Steps[index];
        var shown = Story.IsCancel(step)
            ? ElasticsearchSymbols.TasksIn(step.Path).Concat(story.SeenIn(index).Select(seen => seen.Symbol).OfType<string>()).Distinct()
                .Select(symbol => story.NextProgress(symbol, index)).OfType<Sighting>()
            : story.SeenIn(index).Where(seen => seen.Symbol is not null && seen.Status is not null && !story.IsUnderWay(index));
        foreach (var (seen, id, batches) in shown.SelectMany(seen => Progress(seen).Select(progress => (seen, progress.Id, progress.Batches))).ToList())
        {
            // Without a limit, a batch takes no longer than that.
            TimeSpan? pace = seen.HasEnded || seen.Status!.Value.GetProperty("requests_per_second").GetDouble() > 0 ? null : BatchTime;
            await PassUntilAsync(async () => await BatchesAsync(id) is not { } done || done >= batches, LongestGap, pace);
        }
    }

    private IEnumerable<(string Id, long Batches)> Progress(Sighting seen)
    {
        if (symbols.Find(seen.Symbol!) is not { } id || seen.Status is not { } status || !status.TryGetProperty("batches", out var batches))
        {
            return [];
        }

        if (!status.TryGetProperty("slices", out var slices))
        {
            return [(id, batches.GetInt64())];
        }

        return from pair in slices.EnumerateArray().Zip(ChildrenOf(id))
               where pair.First.ValueKind == JsonValueKind.Object && pair.First.TryGetProperty("batches", out _)
               select (pair.Second.Id, pair.First.GetProperty("batches").GetInt64());
    }

    /// <summary>Holds the tasks that are as far as they are seen next: the recorded ones took longer. One that is seen next at its end may go on to it, unless a cancel was its end.</summary>
    private async Task HoldBackAsync()
    {
        var limits = symbolOf.Values.Select(symbol => story.NextProgress(symbol, current)).OfType<Sighting>()
            .Where(seen => !seen.HasEnded || seen.EndedCanceled).SelectMany(Progress).ToLookup(limit => limit.Id, limit => limit.Batches);
        foreach (var id in symbolOf.Keys.Where(id => Emulator.Find(id) is { FinishedAt: null, IsCanceled: false }).ToList())
        {
            if (!limits.Contains(id) || await BatchesAsync(id) < limits[id].Min())
            {
                if (held.Remove(id))
                {
                    Emulator.Release(id);
                }
            }
            else if (held.Add(id))
            {
                Emulator.Hold(id);
            }
        }
    }

    /// <summary>How many batches a task has done; null for one that has ended.</summary>
    private async Task<long?> BatchesAsync(string id)
    {
        if (Emulator.Find(id) is not { FinishedAt: null, IsCanceled: false })
        {
            return null;
        }

        using var reply = JsonDocument.Parse(await Client.GetStringAsync(new Uri($"/_tasks/{id}", UriKind.Relative)));
        return reply.RootElement.GetProperty("task").TryGetProperty("status", out var status) && status.TryGetProperty("batches", out var batches) ? batches.GetInt64() : null;
    }
}
