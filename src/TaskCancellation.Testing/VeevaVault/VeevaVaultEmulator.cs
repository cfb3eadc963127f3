using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Emulates Veeva Vault: logins, the job endpoints of the Vault API, and VQL queries for jobs.</summary>
/// <remarks>It starts without jobs, with one user who is <see cref="VeevaVaultRole.Admin"/>, and with one session of that user, <see cref="AdminSession"/>.</remarks>
/// <example>
/// <code>
/// var clock = new VirtualClock();
/// using var vault = new VeevaVaultEmulator(clock);
/// var id = vault.Add(new() { Title = "Nightly Sync", StartDelay = TimeSpan.FromMinutes(5) });
///
/// var options = new VeevaVaultTaskClientOptions { Credential = VeevaVaultCredential.SessionId(VeevaVaultEmulator.AdminSession) };
/// options.UseTimeProvider(clock);
/// using var client = new VeevaVaultTaskClient(vault.CreateClient(), options);
/// var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));
/// </code>
/// </example>
public sealed partial class VeevaVaultEmulator : TaskEmulator<long, VeevaVaultTask, VeevaVaultRow, VeevaVaultUser>
{
    /// <summary>The session id of the admin. It is valid until all sessions are ended.</summary>
    public const string AdminSession = "ADMIN-SESSION-OF-THE-EMULATOR";

    /// <summary>The name of the admin.</summary>
    public const string AdminName = "admin@vault.test";

    /// <summary>The password of the admin.</summary>
    public const string AdminPassword = "admin-password";

    /// <summary>The id of the vault.</summary>
    public const long VaultId = 900;

    /// <summary>The default address.</summary>
    public static readonly Uri DefaultAddress = new("https://vault.test/");

    private readonly List<VeevaVaultError> refusals = [];
    private readonly VeevaVaultStore store = new();
    private readonly VeevaVaultLifecycle lifecycle;
    private readonly VeevaVaultUsers users = new();
    private readonly Sessions sessions;
    private readonly VeevaVaultRateLimiter limits;
    private readonly Login login;
    private readonly VeevaVaultCancelRoute cancel;
    private readonly VeevaVaultTaskRoutes jobs;
    private readonly ListRoutes lists;
    private readonly VqlRoute vql;
    private int executions;

    /// <summary>Initializes a new instance without jobs.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address of the vault; <see cref="DefaultAddress"/> by default.</param>
    /// <param name="seed">The prefix of session and execution ids.</param>
    public VeevaVaultEmulator(TimeProvider clock, Uri? baseAddress = null, int seed = 1)
        : base(clock, baseAddress ?? DefaultAddress)
    {
        Seed = seed;
        lifecycle = new VeevaVaultLifecycle(this, store);
        sessions = new Sessions(this);
        limits = new VeevaVaultRateLimiter(this);
        login = new Login(this, users, sessions, limits);
        cancel = new VeevaVaultCancelRoute(this, store, lifecycle);
        jobs = new VeevaVaultTaskRoutes(this, store, lifecycle, limits);
        lists = new ListRoutes(this, store);
        vql = new VqlRoute(this, store);
        AddVault(VaultId, "Sandbox", BaseAddress);
        AddUser(new() { Name = AdminName, Password = AdminPassword, Role = VeevaVaultRole.Admin, Sessions = [AdminSession] });
    }

    internal int Seed { get; }

    /// <inheritdoc/>
    protected override bool Serves(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isLogin = Uri.Compare(address, LoginAddress, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
        return base.Serves(address) || (isLogin && address.AbsolutePath.StartsWith("/auth/", StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    protected override EmulatedReply Answer(EmulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new VeevaVaultCall(request);
        if (call.Path is not (["api", ..] or ["auth", "oauth", "session", _] or ["auth", "discovery"]))
        {
            return EmulatedReply.Html(404);
        }

        var left = limits.CountRequest(call);
        var answer = Answer(call);
        var reply = EmulatedReply.Text(200, answer.Body, answer.ContentType) with
        {
            ReasonPhrase = HasReasonPhrase ? null : "",
            Headers = [.. Headers(call, answer, left), .. answer.Headers],
        };
        return call.Delay > TimeSpan.Zero ? EmulatedReply.Later(call.Delay, () => reply) : reply;
    }

    private VeevaVaultReply Answer(VeevaVaultCall call)
    {
        try
        {
            return Route(call);
        }
        catch (VeevaVaultRefusal refusal)
        {
            var error = refusal.Error with { Message = Inferred(refusal.Error.Message) };
            return call.WantsXml ? CancelXml.Error(Inferred("VaultResponse"), error) : VeevaVaultReply.Error(error, refusal.IsOfLogin);
        }
    }

    private VeevaVaultReply Route(VeevaVaultCall call)
    {
        RequireKnownAddress(call);
        RequireAllowedClient(call);
        if (call.IsLogin)
        {
            return call.Path switch
            {
                ["auth", "discovery"] => login.Discover(call),
                ["auth", ..] => login.ByAccessToken(call),
                _ => login.ByPassword(call),
            };
        }

        Authenticate(call);
        return (call.Request.Method, call.Path[1..]) switch
        {
            ("GET", [] or [_]) => Versions(),
            ("POST", [_, "keep-alive"]) => VeevaVaultReply.Json(VeevaVaultReply.Success, _ => { }),
            ("DELETE", [_, "session"]) => LogOut(call),
            ("POST", [_, "query"]) => vql.Query(call),
            ("GET" or "POST", [_, "query", var page]) => vql.Page(call, page),
            ("POST", [_, "services", "jobs", "actions", "cancel"]) => cancel.Cancel(call),
            ("POST", [_, "services", "jobs", "start_now", var id]) => jobs.StartNow(call, id),
            ("GET", [_, "services", "jobs", "monitors"]) => lists.Monitors(call),
            ("GET", [_, "services", "jobs", "histories"]) => lists.Histories(call),
            ("GET", [_, "services", "jobs", var id]) => jobs.Status(call, id),
            ("GET", [_, "services", "jobs", var id, "tasks"]) => jobs.Tasks(call, id),
            ("GET", [_, "services", "jobs", var id, "artifacts"]) => jobs.Artifacts(call, id),
            _ => throw VeevaVaultRefusal.MethodNotSupported(),
        };
    }

    /// <summary>A wrong path is reported before anything else, a wrong method only after authentication.</summary>
    private void RequireKnownAddress(VeevaVaultCall call)
    {
        var isKnown = call.Path is ["auth", ..] or ["api"] || (ApiVersions.Contains(call.Path[1]) && call.Path[2..] is
            [] or ["auth"] or ["keep-alive"] or ["session"] or ["query"] or ["query", _]
            or ["services", "jobs", "actions", "cancel"] or ["services", "jobs", "start_now", _]
            or ["services", "jobs", _] or ["services", "jobs", _, "tasks" or "artifacts"]);
        if (!isKnown)
        {
            throw VeevaVaultRefusal.MalformedUrl();
        }

        if (call.IsLogin && call.Request.Method != "POST" && !(call.Path is ["auth", "discovery"] && call.Request.Method == "GET"))
        {
            throw VeevaVaultRefusal.MethodNotSupported();
        }
    }

    private void RequireAllowedClient(VeevaVaultCall call)
    {
        var id = call.Query.GetValueOrDefault("client_id") ?? call.Request.Header("X-VaultAPI-ClientID") ?? "";
        if (AllowedClientIds?.Contains(id) == false)
        {
            throw VeevaVaultRefusal.InvalidData($"The client id [{id}] is not allowed.");
        }
    }

    private void Authenticate(VeevaVaultCall call)
    {
        call.Session = sessions.Find(call) ?? throw VeevaVaultRefusal.InvalidSession();
        call.User = users.Find(call.Session.User) ?? throw VeevaVaultRefusal.InvalidSession();
        call.Session.LastUsedAt = ServerNow + call.Delay;
        if (IsInConfigurationMode && call.User.User.Role != VeevaVaultRole.Admin)
        {
            throw new VeevaVaultRefusal(new("CONFIGURATION_MODE_ENABLED", "The vault is in configuration mode."));
        }

        if (refusals.Count > 0)
        {
            var next = refusals[0];
            refusals.RemoveAt(0);
            throw new VeevaVaultRefusal(next);
        }
    }

    private VeevaVaultReply Versions() => VeevaVaultReply.Json(VeevaVaultReply.Success, json =>
    {
        json.WriteStartObject("values");
        foreach (var version in ApiVersions)
        {
            json.WriteString(version, BaseAddress.GetLeftPart(UriPartial.Authority) + "/api/" + version);
        }

        json.WriteEndObject();
    });

    private VeevaVaultReply LogOut(VeevaVaultCall call)
    {
        sessions.End(call.Session!);
        return VeevaVaultReply.Json(VeevaVaultReply.Success, _ => { });
    }

    private IEnumerable<KeyValuePair<string, string>> Headers(VeevaVaultCall call, VeevaVaultReply answer, int left)
    {
        KeyValuePair<string, string> Header(string name, IFormattable value) => new("X-VaultAPI-" + name, value.ToString(null, CultureInfo.InvariantCulture));
        yield return new("X-VaultAPI-ExecutionId", $"{Seed:x8}-0000-4000-8000-{++executions:x12}");
        yield return Header("BurstLimit", BurstLimit.Requests);
        yield return Header("BurstLimitRemaining", left);
        if (call.Session is { } session)
        {
            yield return Header("VaultId", session.VaultId);
            yield return Header("UserId", call.User.Id);
            yield return new("X-VaultAPI-TruncatedSessionId", session.Id[..Math.Min(10, session.Id.Length)]);
        }

        if (call.Version is 0 or >= VeevaVaultVersion.StatusHeader)
        {
            yield return new("X-VaultAPI-Status", answer.Status);
        }

        if (call.Version is > 0 and <= VeevaVaultVersion.LastWithDailyLimit)
        {
            yield return Header("DailyLimit", 999_999);
            yield return Header("DailyLimitRemaining", 999_999);
        }

        if (call.Delay > TimeSpan.Zero)
        {
            yield return Header("ResponseDelay", (long)call.Delay.TotalMilliseconds);
        }

        if (ExpectedDowntime is { } downtime)
        {
            yield return Header("DowntimeExpectedDurationMinutes", (long)downtime.TotalMinutes);
        }

        if (call.Version is 0 or >= VeevaVaultVersion.ReferenceId && call.Request.Header("X-VaultAPI-ReferenceId") is { } reference)
        {
            yield return new("X-VaultAPI-ReferenceId", reference);
        }
    }
}
