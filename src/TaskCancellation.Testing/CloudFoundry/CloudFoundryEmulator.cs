namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Emulates a Cloud Controller: the tasks of the v3 API, the Diego behind them, and a small UAA.</summary>
/// <remarks>It starts with one organization, space, and app, and one token, <see cref="AdminToken"/>.</remarks>
/// <example>
/// <code>
/// var clock = new VirtualClock();
/// using var server = new CloudFoundryEmulator(clock);
/// var id = server.Add(new() { Name = "migrate", CancelEnding = CloudFoundryCancelEnding.CompletesAnyway });
///
/// var options = new CloudFoundryTaskClientOptions { Credential = CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken) };
/// options.UseTimeProvider(clock);
/// using var client = new CloudFoundryTaskClient(server.CreateClient(), options);
/// var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));   // CompletedFirst
/// </code>
/// </example>
public sealed partial class CloudFoundryEmulator : TaskEmulator<string, CloudFoundryTask, CloudFoundryRow, CloudFoundryUser>
{
    /// <summary>The token of an admin. It never expires.</summary>
    public const string AdminToken = "admin-token";

    /// <summary>The default address.</summary>
    public static readonly Uri DefaultAddress = new("https://api.cf.test/");

    private readonly UuidSequence requestIds;
    private readonly CloudFoundryStore store;
    private readonly Bbs bbs;
    private readonly CloudFoundryLifecycle lifecycle;
    private readonly ClockProcess clockProcess;
    private readonly Deletion deletion;
    private readonly DeletionRoutes deletions;
    private readonly Deployments deployments;
    private readonly DiegoCallbacks callbacks;
    private readonly CloudFoundryUsers users;
    private readonly UaaGrants grants;
    private readonly Uaa uaa;
    private readonly CloudFoundryRateLimiter rateLimiter;
    private readonly RootRoutes root;
    private readonly CloudFoundryTaskRoutes tasks;
    private readonly TaskEdits edits;

    /// <summary>Initializes a new instance with one app and without tasks.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address of the API; <see cref="DefaultAddress"/> by default.</param>
    /// <param name="seed">Where the sequence of guids starts.</param>
    public CloudFoundryEmulator(TimeProvider clock, Uri? baseAddress = null, int seed = 1)
        : base(clock, baseAddress ?? DefaultAddress)
    {
        // Separate streams, so that the number of requests does not change the guids of tasks.
        requestIds = new UuidSequence((ulong)(uint)seed << 8 | 1);
        ExternalDomain = BaseAddress;
        store = new CloudFoundryStore(this, new UuidSequence((ulong)(uint)seed << 8));
        bbs = new Bbs(this);
        lifecycle = new CloudFoundryLifecycle(this, store, bbs);
        deletion = new Deletion(this, store, bbs, lifecycle);
        var lookups = new Lookups(this, store);
        var taskJson = new CloudFoundryTaskJson(this, store);
        deletions = new DeletionRoutes(this, lookups, deletion);
        deployments = new Deployments(this, store);
        callbacks = new DiegoCallbacks(store, lifecycle);
        users = new CloudFoundryUsers(this, new UuidSequence((ulong)(uint)seed << 8 | 2));
        grants = new UaaGrants(this, users, new UuidSequence((ulong)(uint)seed << 8 | 3));
        uaa = new Uaa(this, users, grants);
        rateLimiter = new CloudFoundryRateLimiter(this);
        root = new RootRoutes(this, lookups);
        tasks = new CloudFoundryTaskRoutes(this, store, lookups, lifecycle, taskJson);
        edits = new TaskEdits(this, store, lookups, lifecycle, taskJson);
        DefaultOrganizationId = AddOrganization();
        DefaultSpaceId = AddSpace(DefaultOrganizationId);
        DefaultAppId = AddApp(DefaultSpaceId);
        var admin = new CloudFoundryUser { Name = "admin", Roles = [new(CloudFoundryRole.Admin)], Tokens = [AdminToken] };
        AddUser(admin);

        // Last, so that it can still be switched off.
        clockProcess = new ClockProcess(this, store, bbs, lifecycle);
    }

    /// <inheritdoc/>
    protected override bool Serves(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isUaa = new[] { UaaAddress, LoginAddress }.Any(uaaAddress => Uri.Compare(address, uaaAddress, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0);
        return base.Serves(address) || (isUaa && Uaa.Has(address.AbsolutePath));
    }

    /// <inheritdoc/>
    protected override void CatchUp()
    {
        clockProcess?.Watch();
        base.CatchUp();
        clockProcess?.PruneOnKorifi();
    }

    /// <inheritdoc/>
    protected override EmulatedReply Answer(EmulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (IsController)
        {
            request = WebServer.Tidy(request, HasProxy);
            if ((WebServer.Refuse(request, HasProxy) ?? uaa.Answer(request)) is { } answer)
            {
                return answer;
            }
        }

        var identity = users.Identify(request);
        var (limits, isExceeded) = rateLimiter.Count(request, identity);
        if (isExceeded && CloudFoundryRateLimiter.StumblesOver(request, identity))
        {
            return WebServer.Caught(500, "undefined method `length' for nil (NoMethodError)");
        }

        var reply = isExceeded ? CloudFoundryRateLimiter.Refuse(request, identity) : Answer(request, identity);
        return reply.Then(there =>
        {
            there = there with { Headers = [.. there.Headers, .. limits], Body = request.Method == "HEAD" ? default : there.Body };
            if (!IsController)
            {
                return there;
            }

            there = there.WithHeader("X-VCAP-Request-ID", RequestId(request));
            return identity.Caller is { } caller ? there.WithHeader("X-USER-GUID", caller.UserGuid) : there;
        });
    }

    /// <summary>The answer comes later: then this looks again, with all done that is due.</summary>
    internal EmulatedReply Later(TimeSpan after, Func<EmulatedReply> look) => EmulatedReply.Later(after, () => Read(look));

    /// <summary>An address on the operator's domain, which need not be the one the request came to.</summary>
    internal string ExternalUrl(string path) => ExternalDomain.GetLeftPart(UriPartial.Authority) + path;

    private EmulatedReply Answer(EmulatedRequest request, CloudFoundryIdentity identity)
    {
        var segments = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            if (IsController)
            {
                CloudFoundryPermissions.RequireOldRole(identity.Caller, request.Path);
            }

            return segments is ["v3", ..] ? RouteV3(request, identity, segments) : RouteOld(request, identity, segments);
        }
        catch (CloudFoundryRefusal refusal)
        {
            return CloudFoundryJson.Error(refusal, isV3: segments is ["v3", ..]);
        }
    }

    private EmulatedReply RouteOld(EmulatedRequest request, CloudFoundryIdentity identity, string[] segments) => (Verb(request), segments) switch
    {
        ("GET", []) => root.Root(),
        ("GET", ["v2", "info"]) => root.V2Info(identity.Caller),
        (_, ["healthz"]) => EmulatedReply.Text(200, "OK", "application/json"),
        ("POST", ["internal", "v4", "tasks", var guid, "completed"]) when IsController => callbacks.Complete(request, guid),
        (_, ["v2", not "info", ..]) when identity.Caller is null => throw CloudFoundryPermissions.Unidentified(identity),
        _ => throw CloudFoundryRefusal.UnknownRequest(),
    };

    /// <summary>Literal parts of a route are compared undecoded; only guids are decoded. A dot ends the last of them: what follows is a format, in which there is no other dot.</summary>
    private EmulatedReply RouteV3(EmulatedRequest request, CloudFoundryIdentity identity, string[] segments)
    {
        var last = segments[^1].Split('.');
        var rails = new CloudFoundryCall(request, hasFormat: last.Length == 2);
        if (last.Length > 2 || (last.Length == 2 && last.Contains("")) || segments[..^1].Any(segment => segment.Contains('.', StringComparison.Ordinal)))
        {
            throw CloudFoundryRefusal.UnknownRequest();
        }

        string[] route = [.. segments[..^1], last[0]];
        CloudFoundryCaller Reader() => CloudFoundryPermissions.Require(identity, write: false).After(rails.ReadBody);
        CloudFoundryCaller Writer() => CloudFoundryPermissions.Require(identity, write: true).After(rails.ReadBody);
        return (Verb(request), route) switch
        {
            ("GET", ["v3"]) => root.V3(),
            ("GET", ["v3", "info"]) => root.Info(),
            ("POST", ["v3", "tasks", var guid, "actions", "cancel"]) => tasks.Cancel(Writer(), Decode(guid)),
            ("PUT", ["v3", "tasks", var guid, "cancel"]) => tasks.Cancel(Writer(), Decode(guid)),
            ("GET", ["v3", "tasks"]) => tasks.List(Reader(), rails.Query),
            ("GET", ["v3", "tasks", var guid]) => tasks.Get(Reader(), Decode(guid)),
            ("PATCH", ["v3", "tasks", var guid]) => edits.Patch(Writer(), rails.Body, Decode(guid)),
            ("GET", ["v3", "apps", var app, "tasks"]) => tasks.ListOfApp(Reader(), rails.Query, Decode(app)),
            ("POST", ["v3", "apps", var app, "tasks"]) => edits.Create(Writer(), rails.Body, Decode(app)),
            ("DELETE", ["v3", "apps" or "spaces" or "organizations", var guid]) when IsController => deletions.Delete(Writer(), route[1], Decode(guid)),
            ("GET", ["v3", "jobs", var guid]) when IsController => deletions.GetJob(Reader(), Decode(guid)),
            ("POST", ["v3", "deployments"]) when IsController => deployments.Create(Writer(), rails.Body),
            ("GET", ["v3", "deployments", var guid]) when IsController => deployments.Get(Reader(), Decode(guid)),
            ("POST", ["v3", "deployments", var guid, "actions", "cancel"]) when IsController => deployments.Cancel(Writer(), Decode(guid)),
            ("POST", ["v3", "deployments", var guid, "actions", "continue"]) when IsController => deployments.Continue(Writer(), Decode(guid)),
            ("GET", ["v3", "audit_events", var guid]) when IsController => tasks.GetEvent(Reader(), Decode(guid)),
            ("GET", ["v3", "audit_events"]) when IsController => tasks.ListEvents(Reader(), rails.Query),
            ("GET", ["v3", not ("info" or "resource_matches") and var list, var guid]) when IsController && RootRoutes.Lists.Contains(list) => throw root.NotHere(Reader(), list, Decode(guid)),
            _ => throw rails.Unknown(),
        };
    }

    private bool IsController => Flavor == CloudFoundryFlavor.CloudController;

    private static string Verb(EmulatedRequest request) => request.Method == "HEAD" ? "GET" : request.Method;

    private static string Decode(string guid) =>
        CloudFoundryParameters.Unescape(guid, plusIsSpace: false, strict: false) is not { } decoded ? throw CloudFoundryRefusal.InvalidRequest()
        : decoded.Contains('\0', StringComparison.Ordinal) ? throw CloudFoundryRefusal.Unknown()
        : decoded;

    /// <summary>The server's id, after the one that came with the request.</summary>
    private string RequestId(EmulatedRequest request)
    {
        var theirs = request.Header("X-VCAP-Request-ID") ?? request.Header("X-Request-ID") ?? "";
        var kept = new string([.. theirs.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-').Take(255)]);
        return kept.Length == 0 ? requestIds.Next() : $"{kept}::{requestIds.Next()}";
    }
}
