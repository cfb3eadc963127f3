namespace TaskCancellation.Testing.Elasticsearch;

/// <content>Settings.</content>
public sealed partial class ElasticsearchEmulator
{
    private bool? isSecured;

    /// <summary>Which product is played. What runs, runs on.</summary>
    public ElasticsearchFlavor Flavor
    {
        get;
        set => Do(() => (field, WireVersion) = (value, new ServerVersion(value, Version)));
    }

    /// <summary>The version it announces; <c>8.19.0</c> by default. Serverless behaves as the newest whatever it announces.</summary>
    public override string Version
    {
        get => WireVersion.Text;
        set => Do(() => WireVersion = new ServerVersion(Flavor, value));
    }

    /// <summary>The name of the cluster.</summary>
    public string ClusterName { get; set; } = "docker-cluster";

    /// <summary>Whether a list shows the tasks that the list itself is, as the server does; the default. Their numbers begin above one million.</summary>
    public bool ListsItself { get; set; } = true;

    /// <summary>Whether the transport's time-out is quicker than the task's when a read with a timeout waits for a task of another node.</summary>
    public bool RemoteTimeoutsWin { get; set; }

    /// <summary>Whether requests need a credential; by default, once a user was added.</summary>
    public bool IsSecured
    {
        get => isSecured ?? false;
        set => isSecured = value;
    }

    /// <summary>What tasks started over HTTP are like, in all that the route does not say.</summary>
    public ElasticsearchTask NewTasks { get; set; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorSetting> Settings =>
    [
        EmulatorSetting.OfEnum("flavor", "The product.", () => Flavor, value => Flavor = value),
        EmulatorSetting.Of("version", "The version it announces; 8.19.0 by default.", () => Version, value => Version = value),
        EmulatorSetting.Of("clusterName", "The name of the cluster.", () => ClusterName, value => ClusterName = value),
        EmulatorSetting.Of("isSecured", "Whether requests need a credential; by default, once a user was added.", () => IsSecured, value => IsSecured = value),
        EmulatorSetting.Of("listsItself", "Whether a list shows the tasks that the list itself is; true by default.", () => ListsItself, value => ListsItself = value),
        EmulatorSetting.Of("remoteTimeoutsWin", "Whether the transport times out before the task does; false by default.", () => RemoteTimeoutsWin, value => RemoteTimeoutsWin = value),
        EmulatorSetting.OfOptional<TimeSpan>("newTasksRunFor", "How long a task runs that was started over HTTP; until something ends it when empty.", () => NewTasks.RunsFor, value => NewTasks = NewTasks with { RunsFor = value }),
        EmulatorSetting.Of("scrambleInferred", "Whether texts that no source confirms are turned into nonsense; false by default.", () => ScrambleInferred, value => ScrambleInferred = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("addNode", "Adds a node; id and name are made up when not given.", ["id", "name"], values => AddNode(new() { Id = values.GetValueOrDefault("id"), Name = values.GetValueOrDefault("name") })),
        new("restartNode", "Restarts a node, the first by default: its tasks are lost and its numbers begin at 1 again.", ["id"], values => RestartNode(values.GetValueOrDefault("id", Nodes[0]))),
        new("removeNode", "Takes a node out of the cluster; the id must be given.", ["id"], values => RemoveNode(values.GetValueOrDefault("id", ""))),
        new("cancelByServer", "Cancels a task as the server does by itself; the id must be given.", ["id", "reason"], values => CancelByServer(values.GetValueOrDefault("id", ""), values.GetValueOrDefault("reason", "channel was closed"))),
    ];

    internal ServerVersion WireVersion { get; private set; } = new(ElasticsearchFlavor.Elasticsearch, "8.19.0");
}
