namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The tasks that a request is itself: one where it came to, and one for each node it asks. They run until it is answered.</summary>
internal sealed class OwnTasks(Cluster cluster, ServerVersion version, EmulatedRequest request, bool areShown)
{
    private readonly List<LiveTask> parts = [];

    /// <summary>The task where the request came to; null where such tasks are not shown.</summary>
    internal LiveTask? Main { get; private set; }

    /// <summary>What the request waits for and would stop with its client; null for nothing.</summary>
    internal LiveTask? Work { get; set; }

    /// <summary>Whether they go with the client: a list's do where they can be cancelled; a read's and a cancel's wait on.</summary>
    internal bool LeaveWithClient => Main is { Options: { Cancellable: true, Action: not CancelRoute.Action } };

    /// <summary>Whether the request waits for itself, and so for ever.</summary>
    internal bool AreStuck => parts.Exists(part => part.IsCancelled);

    /// <summary>The tasks on the nodes asked.</summary>
    internal IReadOnlyList<LiveTask> Parts => parts;

    /// <summary>Starts them.</summary>
    /// <param name="action">What the request does.</param>
    /// <param name="asked">The nodes it asks.</param>
    /// <param name="cancellable">Whether the first one, and whether those on the nodes, can be cancelled where the version cancels such tasks.</param>
    /// <param name="now">The instant.</param>
    /// <param name="description">What the first one is about.</param>
    internal void Start(string action, IReadOnlyList<Node> asked, (bool Main, bool Parts) cancellable, DateTimeOffset now, string description = "")
    {
        if (!areShown)
        {
            return;
        }

        Main = Make(action, cluster.Local, null, cancellable.Main, now, description);
        parts.AddRange(asked.Select(node => Make(action + "[n]", node, Main, cancellable.Parts, now, "")));
    }

    /// <summary>Ends them.</summary>
    internal void End(DateTimeOffset now)
    {
        foreach (var task in parts.Append(Main).OfType<LiveTask>())
        {
            task.EndedAt = now;
            cluster.Unregister(task);
        }
    }

    private LiveTask Make(string action, Node node, LiveTask? parent, bool isCancellable, DateTimeOffset now, string description) => cluster.AddOwn(
        new ElasticsearchTask
        {
            Node = node.Id,
            Action = action,
            Type = parent is not null && node == cluster.Local && version.CallsItselfDirectly ? "direct" : "transport",
            Parent = parent?.Id.ToString(),
            Description = description,
            OpaqueId = request.Header("X-Opaque-Id"),
            Headers = TaskHeaders.Of(request, version),
            Cancellable = isCancellable && version.OwnTasksAreCancellable,
            CancelEnds = ElasticsearchCancelEnding.Ignored,
        },
        now,
        isOwn: true);
}
