namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A Cloud Controller in memory: tasks of the v3 API, the Diego behind them, and a small UAA.</summary>
/// <remarks>It starts with one organization, space and app, and one token, <see cref="AdminToken"/>. This part is the wire; the hooks and the settings are in the others.</remarks>
public sealed partial class CloudFoundryEmulator : TaskEmulator<string, CloudFoundryTask, CloudFoundryRow, CloudFoundryUser>
{
    /// <summary>A token of an admin that never expires.</summary>
    public const string AdminToken = "admin-token";

    /// <summary>The address it answers at unless told otherwise.</summary>
    public static readonly Uri DefaultAddress = new("https://api.cf.test/");

    private readonly UuidSequence requestIds;
    private readonly Store store;
    private readonly Lifecycle lifecycle;
    private readonly Users users;
    private readonly Uaa uaa;
    private readonly RateLimiter rateLimiter;
    private readonly RootRoutes root;
    private readonly TaskRoutes tasks;
    private readonly TaskEdits edits;
    private readonly Caller operatorOfHooks;

    /// <summary>Creates an emulator with one empty app.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address of the API; <see cref="DefaultAddress"/> by default.</param>
    /// <param name="seed">Where the sequence of guids begins.</param>
    public CloudFoundryEmulator(TimeProvider clock, Uri? baseAddress = null, int seed = 1)
        : base(clock, baseAddress ?? DefaultAddress)
    {
        // Streams of their own, so that how often a client asks changes no task's guid.
        requestIds = new UuidSequence((ulong)(uint)seed << 8 | 1);
        ExternalDomain = BaseAddress;
        store = new Store(this, new UuidSequence((ulong)(uint)seed << 8));
        lifecycle = new Lifecycle(this, store);
        users = new Users(this, new UuidSequence((ulong)(uint)seed << 8 | 2));
        uaa = new Uaa(this, users, new UuidSequence((ulong)(uint)seed << 8 | 3));
        rateLimiter = new RateLimiter(this);
        root = new RootRoutes(this);
        tasks = new TaskRoutes(this, store, lifecycle);
        edits = new TaskEdits(this, store, lifecycle, tasks);
        DefaultOrganization = AddOrganization();
        DefaultSpace = AddSpace(DefaultOrganization);
        DefaultApp = AddApp(DefaultSpace);
        var admin = new CloudFoundryUser { Name = "admin", Roles = [new(CloudFoundryRole.Admin)], Tokens = [AdminToken] };
        AddUser(admin);
        operatorOfHooks = users[admin.Name].Caller;
    }

    /// <inheritdoc/>
    protected override bool Answers(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isUaa = new[] { UaaAddress, LoginAddress }.Any(uaaAddress => Uri.Compare(address, uaaAddress, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0);
        return base.Answers(address) || (isUaa && address.AbsolutePath == "/oauth/token");
    }

    /// <inheritdoc/>
    protected override void CatchUp()
    {
        lifecycle.PlanSync();
        base.CatchUp();
        lifecycle.PruneOnKorifi();
    }

    /// <inheritdoc/>
    protected override EmulatedReply Answer(EmulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request is { Method: "POST", Path: "/oauth/token" } && Flavor == CloudFoundryFlavor.CloudController)
        {
            return uaa.Answer(request);
        }

        var identity = users.Identify(request);
        var (limits, isExceeded) = rateLimiter.Count(request, identity);
        var reply = isExceeded ? rateLimiter.Refuse(identity) : Answer(request, identity);
        reply = reply with { Headers = [.. reply.Headers, .. limits] };
        if (Flavor == CloudFoundryFlavor.Korifi)
        {
            return reply;
        }

        reply = reply.WithHeader("X-VCAP-Request-ID", RequestId(request));
        return identity.Caller is { } caller ? reply.WithHeader("X-USER-GUID", caller.UserGuid) : reply;
    }

    /// <summary>An address on the operator's domain, which need not be the one the request came to.</summary>
    internal string ExternalUrl(string path) => ExternalDomain.GetLeftPart(UriPartial.Authority) + path;

    private EmulatedReply Answer(EmulatedRequest request, Identity identity)
    {
        try
        {
            return Route(request, identity);
        }
        catch (Refusal refusal)
        {
            return Json.Error(refusal, isV3: request.Path == "/v3" || request.Path.StartsWith("/v3/", StringComparison.Ordinal));
        }
    }

    private EmulatedReply Route(EmulatedRequest request, Identity identity)
    {
        var segments = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        Caller Reader() => Permissions.Require(identity, write: false);
        Caller Writer() => Permissions.Require(identity, write: true);
        return (request.Method, segments) switch
        {
            ("GET", []) => root.Root(),
            ("GET", ["v3"]) => root.V3(),
            ("GET", ["v3", "info"]) => root.Info(),
            ("GET", ["v2", "info"]) => root.V2Info(),
            ("GET", ["healthz"]) => EmulatedReply.Text(200, "OK", "text/plain; charset=utf-8"),
            ("POST", ["v3", "tasks", var guid, "actions", "cancel"]) => tasks.Cancel(Writer(), request, guid),
            ("PUT", ["v3", "tasks", var guid, "cancel"]) => tasks.Cancel(Writer(), request, guid),
            ("GET", ["v3", "tasks"]) => tasks.List(Reader(), request),
            ("GET", ["v3", "tasks", var guid]) => tasks.Get(Reader(), guid),
            ("PATCH", ["v3", "tasks", var guid]) => edits.Patch(Writer(), request, guid),
            ("GET", ["v3", "apps", var app, "tasks"]) => tasks.ListOfApp(Reader(), request, app),
            ("POST", ["v3", "apps", var app, "tasks"]) => edits.Create(Writer(), request, app),
            ("GET", ["v3", "audit_events"]) when Flavor == CloudFoundryFlavor.CloudController => tasks.ListEvents(Reader(), request),
            _ => throw Refusal.UnknownRequest(),
        };
    }

    /// <summary>An id of our own, behind the one that came with the request.</summary>
    private string RequestId(EmulatedRequest request)
    {
        var theirs = request.Header("X-VCAP-Request-ID") ?? request.Header("X-Request-ID") ?? "";
        var kept = new string([.. theirs.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-').Take(255)]);
        return kept.Length == 0 ? requestIds.Next() : $"{kept}::{requestIds.Next()}";
    }
}
