using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <content>Settings.</content>
public sealed partial class ElasticsearchEmulator
{
    private bool? isSecured;

    /// <summary>Which product is played. What runs, runs on.</summary>
    public ElasticsearchFlavor Flavor
    {
        get;
        set => Do(() => (field, WireVersion) = (value, new ElasticsearchVersion(value, Version)));
    }

    /// <summary>The version it announces; <c>8.19.0</c> by default. Serverless behaves as the newest whatever it announces.</summary>
    public override string Version
    {
        get => WireVersion.Text;
        set => Do(() => WireVersion = new ElasticsearchVersion(Flavor, value));
    }

    /// <summary>The name of the cluster.</summary>
    public string ClusterName { get; set; } = "docker-cluster";

    /// <summary>Whether the server's own tasks are shown, as the server does: those that requests are themselves, and the health node's; the default. Their numbers begin above one million.</summary>
    public bool ListsOwnTasks { get; set; } = true;

    /// <summary>How many tasks a cancel reaches whose filter matches the cancel itself, before it stops itself (8.10 and later); 1 by default. Which ones is chance on a real server.</summary>
    public int SelfCancelReaches { get; set; } = 1;

    /// <summary>Whether a list that waits is ended by the task's time-out rather than by that of its transport, which is as long: chance on a real server. False by default.</summary>
    public bool TasksTimeOutFirst { get; set; }

    /// <summary>How the index of results is. <see cref="ElasticsearchTasksIndex.Missing"/> deletes it; it is there again with the next result.</summary>
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

    /// <summary>Whether the node that requests come to is short of memory: a read by id is 429, lists and cancels pass.</summary>
    public bool IsShortOfMemory { get; set; }

    /// <summary>Whether requests need a credential; by default, once a user was added.</summary>
    public bool IsSecured
    {
        get => isSecured ?? false;
        set => isSecured = value;
    }

    /// <summary>How OpenSearch asks for a credential.</summary>
    public ElasticsearchChallenge Challenge { get; set; }

    /// <summary>Who comes in without a credential; null, the default, for nobody.</summary>
    public ElasticsearchUser? Anonymous { get; set; }

    /// <summary>Whether OpenSearch's security is ready, as it is by default; until then everything is answered 503.</summary>
    public bool IsSecurityInitialized { get; set; } = true;

    /// <summary>What OpenSearch lets in at all, such as <c>GET /_tasks</c>; null, the default, for everything.</summary>
    public IReadOnlyCollection<string>? Allowlist { get; set; }

    /// <summary>After how many refused credentials in a row the client's address is locked out; null, the default, for never.</summary>
    public int? LockoutThreshold { get; set; }

    /// <summary>For how long it is locked out, whatever it shows; a minute by default.</summary>
    public TimeSpan LockoutDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether errors tell details, as they do by default (<c>http.detailed_errors.enabled</c>).</summary>
    public bool HasDetailedErrors { get; set; } = true;

    /// <summary>How long a search takes whose query runs a script; three seconds by default.</summary>
    public TimeSpan SlowSearchDuration { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>What tasks started over HTTP are like, in all that the route does not say.</summary>
    public ElasticsearchTask NewTasks { get; set; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorSetting> Settings =>
    [
        EmulatorSetting.OfEnum("flavor", "The product.", () => Flavor, value => Flavor = value),
        EmulatorSetting.Of("version", "The version it announces; 8.19.0 by default.", () => Version, value => Version = value),
        EmulatorSetting.Of("clusterName", "The name of the cluster.", () => ClusterName, value => ClusterName = value),
        EmulatorSetting.Of("isSecured", "Whether requests need a credential; by default, once a user was added.", () => IsSecured, value => IsSecured = value),
        EmulatorSetting.OfEnum("challenge", "How OpenSearch asks for a credential; Basic by default.", () => Challenge, value => Challenge = value),
        EmulatorSetting.Of("isSecurityInitialized", "Whether OpenSearch's security is ready; true by default.", () => IsSecurityInitialized, value => IsSecurityInitialized = value),
        EmulatorSetting.OfText("allowlist", "What OpenSearch lets in at all, such as 'GET /_tasks', separated by commas; everything when empty.", () => Allowlist is null ? null : string.Join(',', Allowlist), value => Allowlist = value?.Split(',')),
        EmulatorSetting.OfOptional<int>("lockOutAfter", "After how many refused credentials in a row the client is locked out; never when empty.", () => LockoutThreshold, value => LockoutThreshold = value),
        EmulatorSetting.Of("lockOutTime", "For how long; 00:01:00 by default.", () => LockoutDuration, value => LockoutDuration = value),
        EmulatorSetting.Of("listsItself", "Whether the server's own tasks are shown; true by default.", () => ListsOwnTasks, value => ListsOwnTasks = value),
        EmulatorSetting.Of("selfCancelReaches", "How many tasks a cancel reaches whose filter matches the cancel itself; 1 by default.", () => SelfCancelReaches, value => SelfCancelReaches = value),
        EmulatorSetting.Of("tasksTimeOutFirst", "Whether a list that waits is ended by the task's time-out rather than by that of its transport; false by default.", () => TasksTimeOutFirst, value => TasksTimeOutFirst = value),
        EmulatorSetting.OfEnum("tasksIndex", "How the index of results is.", () => TasksIndex, value => TasksIndex = value),
        EmulatorSetting.Of("isShortOfMemory", "Whether reads by id are refused for want of memory; false by default.", () => IsShortOfMemory, value => IsShortOfMemory = value),
        EmulatorSetting.Of("detailedErrors", "Whether errors tell details; true by default.", () => HasDetailedErrors, value => HasDetailedErrors = value),
        EmulatorSetting.OfOptional<TimeSpan>("newTasksRunFor", "How long a task runs that was started over HTTP; until something ends it when empty.", () => NewTasks.RunDuration, value => NewTasks = NewTasks with { RunDuration = value }),
        EmulatorSetting.Of("slowSearchTime", "How long a search takes whose query runs a script; 00:00:03 by default.", () => SlowSearchDuration, value => SlowSearchDuration = value),
        EmulatorSetting.Of("scrambleInferred", "Whether texts that no source confirms are turned into nonsense; false by default.", () => ScrambleInferred, value => ScrambleInferred = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("addNode", "Adds a node; id and name are made up when not given.", ["id", "name"], values => AddNode(new() { Id = values.GetValueOrDefault("id"), Name = values.GetValueOrDefault("name") })),
        new("restartNode", "Restarts a node, the first by default: its tasks are lost and its numbers begin at 1 again.", ["id"], values => RestartNode(values.GetValueOrDefault("id", NodeIds[0]))),
        new("freezeNode", "Lets a node answer nothing until it is thawed; the id must be given.", ["id"], values => FreezeNode(values.GetValueOrDefault("id", ""))),
        new("thawNode", "Lets a frozen node answer again; the id must be given.", ["id"], values => ThawNode(values.GetValueOrDefault("id", ""))),
        new("addIndex", "Adds an index with documents that tasks started over HTTP work on; name must be given.", ["name", "documents", "shards"], values => AddIndex(new()
        {
            Name = values["name"],
            Documents = int.Parse(values.GetValueOrDefault("documents", "1000"), CultureInfo.InvariantCulture),
            Shards = int.Parse(values.GetValueOrDefault("shards", "1"), CultureInfo.InvariantCulture),
        })),
        new("removeNode", "Takes a node out of the cluster; the id must be given.", ["id"], values => RemoveNode(values.GetValueOrDefault("id", ""))),
        new("cancelByServer", "Cancels a task as the server does by itself; the id must be given.", ["id", "reason"], values => CancelByServer(values.GetValueOrDefault("id", ""), values.GetValueOrDefault("reason", "channel was closed"))),
    ];

    internal ElasticsearchVersion WireVersion { get; private set; } = new(ElasticsearchFlavor.Elasticsearch, "8.19.0");
}
