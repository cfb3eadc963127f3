using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <content>Settings.</content>
public sealed partial class ElasticsearchEmulator
{
    private bool? isSecured;

    /// <summary>Gets or sets the product to emulate. Running tasks continue.</summary>
    public ElasticsearchFlavor Flavor
    {
        get;
        set => Do(() => (field, WireVersion) = (value, new ElasticsearchVersion(value, Version)));
    }

    /// <summary>Gets or sets the version that the cluster announces; <c>8.19.0</c> by default. Serverless behaves like the newest version, whatever it announces.</summary>
    public override string Version
    {
        get => WireVersion.Text;
        set => Do(() => WireVersion = new ElasticsearchVersion(Flavor, value));
    }

    /// <summary>Gets or sets the name of the cluster.</summary>
    public string ClusterName { get; set; } = "docker-cluster";

    /// <summary>Gets or sets a value indicating whether the server's own tasks are listed, as on a real server: those of the requests themselves, and that of the health node. <see langword="true"/> by default. Their numbers start above one million.</summary>
    public bool ListsOwnTasks { get; set; } = true;

    /// <summary>Gets or sets how many tasks are reached by a cancel whose filter matches the cancel itself, before it stops itself (8.10 and later); 1 by default. On a real server, chance decides which.</summary>
    public int SelfCancelReaches { get; set; } = 1;

    /// <summary>Gets or sets a value indicating whether a list that waits is ended by the timeout of the task and not by that of its transport, which is equally long. On a real server, chance decides. <see langword="false"/> by default.</summary>
    public bool TasksTimeOutFirst { get; set; }

    /// <summary>Gets or sets the state of the results index. <see cref="ElasticsearchTasksIndex.Missing"/> deletes it; the next result creates it again.</summary>
    public ElasticsearchTasksIndex TasksIndex
    {
        get;
        set => Do(() =>
        {
            if (value == ElasticsearchTasksIndex.Missing)
            {
                cluster.ForgetAll();
            }

            field = value;
        });
    }

    /// <summary>Gets or sets a value indicating whether the node that requests reach is short of memory: a read by id is answered 429, lists and cancels succeed.</summary>
    public bool IsShortOfMemory { get; set; }

    /// <summary>Gets or sets a value indicating whether requests need a credential; by default once a user was added.</summary>
    public bool IsSecured
    {
        get => isSecured ?? false;
        set => isSecured = value;
    }

    /// <summary>Gets or sets how OpenSearch asks for a credential; <see cref="ElasticsearchChallenge.Basic"/> by default.</summary>
    public ElasticsearchChallenge Challenge { get; set; } = ElasticsearchChallenge.Basic;

    /// <summary>Gets or sets the user of requests without a credential; <see langword="null"/>, the default, to refuse them.</summary>
    public ElasticsearchUser? Anonymous { get; set; }

    /// <summary>Gets or sets a value indicating whether OpenSearch's security is ready; <see langword="true"/> by default. Until then every request is answered 503.</summary>
    public bool IsSecurityInitialized { get; set; } = true;

    /// <summary>Gets or sets the only requests that OpenSearch accepts, such as <c>GET /_tasks</c>; <see langword="null"/>, the default, for all.</summary>
    public IReadOnlyCollection<string>? Allowlist { get; set; }

    /// <summary>Gets or sets how many refused credentials in a row lock out the client's address; <see langword="null"/>, the default, for any number.</summary>
    public int? LockoutThreshold { get; set; }

    /// <summary>Gets or sets how long a client is locked out, whatever its credential; one minute by default.</summary>
    public TimeSpan LockoutDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets a value indicating whether errors have details (<c>http.detailed_errors.enabled</c>); <see langword="true"/> by default.</summary>
    public bool HasDetailedErrors { get; set; } = true;

    /// <summary>Gets or sets how long a search with a script query takes; three seconds by default.</summary>
    public TimeSpan SlowSearchDuration { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets or sets what tasks started over HTTP are like, in everything that the route does not say.</summary>
    public ElasticsearchTask NewTasks { get; set; } = new();

    /// <inheritdoc/>
    protected override IReadOnlyList<EmulatorSetting> ServiceSettings =>
    [
        EmulatorSetting.OfEnum("flavor", "The product to emulate.", () => Flavor, value => Flavor = value),
        EmulatorSetting.Of("version", "The version it announces; 8.19.0 by default.", () => Version, value => Version = value),
        EmulatorSetting.Of("clusterName", "The name of the cluster.", () => ClusterName, value => ClusterName = value),
        EmulatorSetting.Of("isSecured", "Whether requests need a credential; by default once a user was added.", () => IsSecured, value => IsSecured = value),
        EmulatorSetting.OfEnum("challenge", "How OpenSearch asks for a credential; Basic by default.", () => Challenge, value => Challenge = value),
        EmulatorSetting.Of("isSecurityInitialized", "Whether OpenSearch's security is ready; true by default.", () => IsSecurityInitialized, value => IsSecurityInitialized = value),
        EmulatorSetting.OfText("allowlist", "The only requests that OpenSearch accepts, such as 'GET /_tasks', separated by commas; empty for all.", () => Allowlist is null ? null : string.Join(',', Allowlist), value => Allowlist = value?.Split(',')),
        EmulatorSetting.OfOptional<int>("lockoutThreshold", "How many refused credentials in a row lock out the client; empty for any number.", () => LockoutThreshold, value => LockoutThreshold = value),
        EmulatorSetting.Of("lockoutDuration", "How long the client is locked out; 00:01:00 by default.", () => LockoutDuration, value => LockoutDuration = value),
        EmulatorSetting.Of("listsOwnTasks", "Whether the server's own tasks are listed; true by default.", () => ListsOwnTasks, value => ListsOwnTasks = value),
        EmulatorSetting.Of("selfCancelReaches", "How many tasks are reached by a cancel whose filter matches the cancel itself; 1 by default.", () => SelfCancelReaches, value => SelfCancelReaches = value),
        EmulatorSetting.Of("tasksTimeOutFirst", "Whether a list that waits is ended by the timeout of the task and not by that of its transport; false by default.", () => TasksTimeOutFirst, value => TasksTimeOutFirst = value),
        EmulatorSetting.OfEnum("tasksIndex", "The state of the results index.", () => TasksIndex, value => TasksIndex = value),
        EmulatorSetting.Of("isShortOfMemory", "Whether reads by id are refused for lack of memory; false by default.", () => IsShortOfMemory, value => IsShortOfMemory = value),
        EmulatorSetting.Of("hasDetailedErrors", "Whether errors have details; true by default.", () => HasDetailedErrors, value => HasDetailedErrors = value),
        EmulatorSetting.OfOptional<TimeSpan>("newTasks.runDuration", "How long tasks started over HTTP run; empty to run until a hook or a cancel ends them.", () => NewTasks.RunDuration, value => NewTasks = NewTasks with { RunDuration = value }),
        EmulatorSetting.Of("slowSearchDuration", "How long a search with a script query takes; 00:00:03 by default.", () => SlowSearchDuration, value => SlowSearchDuration = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("addNode", "Adds a node; id and name are generated when not given.", ["id", "name"], values => AddNode(new() { Id = values.GetValueOrDefault("id"), Name = values.GetValueOrDefault("name") })),
        new("restartNode", "Restarts a node, the first by default: its tasks are lost and its task numbers start again at 1.", ["id"], values => RestartNode(values.GetValueOrDefault("id", NodeIds[0]))),
        new("freezeNode", "Makes a node answer nothing until it is thawed; id is required.", ["id"], values => FreezeNode(values.GetValueOrDefault("id", ""))),
        new("thawNode", "Makes a frozen node answer again; id is required.", ["id"], values => ThawNode(values.GetValueOrDefault("id", ""))),
        new("addIndex", "Adds an index with documents for tasks started over HTTP; name is required.", ["name", "documents", "shards"], values => AddIndex(new()
        {
            Name = values["name"],
            Documents = int.Parse(values.GetValueOrDefault("documents", "1000"), CultureInfo.InvariantCulture),
            Shards = int.Parse(values.GetValueOrDefault("shards", "1"), CultureInfo.InvariantCulture),
        })),
        new("removeNode", "Removes a node from the cluster; id is required.", ["id"], values => RemoveNode(values.GetValueOrDefault("id", ""))),
        new("cancelByServer", "Cancels a task as the server does by itself; id is required.", ["id", "reason"], values => CancelByServer(values.GetValueOrDefault("id", ""), values.GetValueOrDefault("reason", "channel was closed"))),
    ];

    internal ElasticsearchVersion WireVersion { get; private set; } = new(ElasticsearchFlavor.Elasticsearch, "8.19.0");
}
