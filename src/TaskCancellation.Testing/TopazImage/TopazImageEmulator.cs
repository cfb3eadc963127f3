namespace TaskCancellation.Testing.TopazImage;

/// <summary>Emulates the Topaz Image API: cancel, status, lists, download links, new jobs, and the credit balance.</summary>
/// <remarks>It starts without jobs and with one API key, <see cref="ApiKey"/>.</remarks>
/// <example>
/// <code>
/// var clock = new VirtualClock();
/// using var server = new TopazImageEmulator(clock);
/// var id = server.Add(new() { State = "Pending", StartDelay = TimeSpan.FromSeconds(5) });
///
/// var options = new TopazImageTaskClientOptions { ApiKey = TopazImageEmulator.ApiKey };
/// options.UseTimeProvider(clock);
/// using var client = new TopazImageTaskClient(server.CreateClient(), options);
/// var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));
/// </code>
/// </example>
public sealed partial class TopazImageEmulator : TaskEmulator<string, TopazImageTask, TopazImageRow, TopazImageUser>
{
    /// <summary>The API key that exists at the start. Its name is <see cref="DefaultAccount"/>. It allows everything in that account and never expires.</summary>
    public const string ApiKey = "topaz-key";

    /// <summary>The account of jobs and keys that do not name another.</summary>
    public const string DefaultAccount = "default";

    /// <summary>The default address. The path is part of it.</summary>
    public static readonly Uri DefaultAddress = new("https://api.topazlabs.com/image/v1/");

    /// <summary>A placeholder for the path of the base address.</summary>
    private const string Image = "<image>";

    private readonly TopazImageStore store;
    private readonly Ledger ledger;
    private readonly TopazImageLifecycle lifecycle;
    private readonly TopazImageUsers users = new();
    private readonly TopazImageRateLimiter rateLimiter;
    private readonly TopazImageTaskRoutes jobs;
    private readonly SubmissionRoutes submissions;

    /// <summary>Initializes a new instance without jobs.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address of the API, with its path; <see cref="DefaultAddress"/> by default.</param>
    /// <param name="seed">Where the sequence of ids starts.</param>
    public TopazImageEmulator(TimeProvider clock, Uri? baseAddress = null, int seed = 1)
        : base(clock, baseAddress ?? DefaultAddress)
    {
        store = new TopazImageStore(new UuidSequence((ulong)(uint)seed << 8));
        ledger = new Ledger(this, store);
        lifecycle = new TopazImageLifecycle(this, store, ledger);
        rateLimiter = new TopazImageRateLimiter(this);
        jobs = new TopazImageTaskRoutes(this, store, lifecycle);
        submissions = new SubmissionRoutes(this, store, lifecycle, ledger, new UuidSequence((ulong)(uint)seed << 8 | 1));
        users.Add(new TopazImageUser { Name = DefaultAccount, ApiKey = ApiKey });
    }

    /// <summary>The service also answers over plain http, with a redirect.</summary>
    /// <inheritdoc/>
    protected override bool Serves(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return base.Serves(address) || (address.Scheme == Uri.UriSchemeHttp && address.Host == BaseAddress.Host);
    }

    /// <inheritdoc/>
    protected override EmulatedReply Answer(EmulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Scheme == Uri.UriSchemeHttp && BaseAddress.Scheme == Uri.UriSchemeHttps)
        {
            var query = request.RawQuery.Length == 0 ? "" : "?" + request.RawQuery;
            return EmulatedReply.Empty(301).WithHeader("Location", BaseAddress.GetLeftPart(UriPartial.Authority) + request.Path + query);
        }

        try
        {
            var (needed, act) = Route(request);
            return act(Admit(request, needed));
        }
        catch (TopazImageRefusal refusal)
        {
            return ErrorReply(refusal.Status, refusal.Message);
        }
    }

    /// <inheritdoc/>
    protected override void CatchUp()
    {
        base.CatchUp();
        lifecycle.Forget();
    }

    private (TopazImagePermissions Needed, Func<string, EmulatedReply> Act) Route(EmulatedRequest request) => (request.Method, Segments(request.Path)) switch
    {
        ("DELETE", [Image, "cancel", var id]) => (TopazImagePermissions.Cancel, account => jobs.Cancel(account, id)),
        ("GET", [Image, "status"]) => (TopazImagePermissions.Read, account => jobs.List(account, request)),
        ("GET", [Image, "status", var id]) => (TopazImagePermissions.Read, account => jobs.Status(account, id)),
        ("DELETE", [Image, "status"]) => (TopazImagePermissions.Delete, jobs.DeleteRecords),
        ("DELETE", [Image, "status", var id]) => (TopazImagePermissions.Delete, account => jobs.DeleteRecord(account, id)),
        ("GET", [Image, "download", var id]) => (TopazImagePermissions.Download, account => jobs.Download(account, id, ofInput: false)),
        ("GET", [Image, "download", "input", var id]) => (TopazImagePermissions.Download, account => jobs.Download(account, id, ofInput: true)),
        ("POST", [Image, "estimate" or "estimate-gen"]) => (TopazImagePermissions.Submit, _ => submissions.Estimate()),
        ("POST", [Image, var kind, "async"]) when SubmissionRoutes.Knows(kind) => (TopazImagePermissions.Submit, account => submissions.Submit(account, request, kind)),
        ("GET", ["account", "v1", "credits", "balance"]) => (TopazImagePermissions.Account, Balance),
        _ => (TopazImagePermissions.None, _ => throw new TopazImageRefusal(404, "Not Found")),
    };

    /// <summary>The checks that come first, in order. Returns the account.</summary>
    private string Admit(EmulatedRequest request, TopazImagePermissions needed)
    {
        var account = users.Authenticate(request, needed, Due.Now);
        rateLimiter.Count(account);
        return HasServerFault ? throw new TopazImageRefusal(500) : account;
    }

    private EmulatedReply Balance(string account)
    {
        var credits = ledger.Balance(account);
        return EmulatedReply.Json(200, JsonBody.OfObject(json =>
        {
            json.WriteNumber("available_credits", credits.Available);
            json.WriteNumber("reserved_credits", credits.Reserved);
            json.WriteNumber("total_credits", credits.Total);
        }));
    }

    private string[] Segments(string path)
    {
        var prefix = BaseAddress.AbsolutePath.TrimEnd('/') + "/";
        var isImage = path.StartsWith(prefix, StringComparison.Ordinal) && !path.StartsWith("/account/", StringComparison.Ordinal);
        var parts = (isImage ? path[prefix.Length..] : path).Trim('/').Split('/').Select(Uri.UnescapeDataString);
        return isImage ? [Image, .. parts] : [.. parts];
    }
}
