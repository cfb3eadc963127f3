namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Emulates Meilisearch's task queue: tasks, batches, cancel and delete, the calls that create tasks, API keys, and what a client reads when it starts.</summary>
/// <remarks>The scheduler has no timers: due work is done, in order, when the next request arrives or the next hook runs.</remarks>
/// <example>
/// <code>
/// var clock = new VirtualClock();
/// using var server = new MeilisearchEmulator(clock);
/// var id = server.Add(new() { IndexUid = "movies", RunDuration = null });   // runs until it is canceled
///
/// var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
/// options.UseTimeProvider(clock);
/// using var client = new MeilisearchTaskClient(server.CreateClient(), options);
/// var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));
/// </code>
/// </example>
public sealed partial class MeilisearchEmulator : TaskEmulator<long, MeilisearchTask, MeilisearchRow, MeilisearchUser>
{
    /// <summary>The default address.</summary>
    public static readonly Uri DefaultAddress = new("http://localhost:7700/");

    private readonly MeilisearchStore store = new();
    private readonly World world = new();
    private readonly MeilisearchUsers users = new();
    private readonly MeilisearchLifecycle lifecycle;
    private readonly MeilisearchRoutes router;

    /// <summary>Initializes a new instance without tasks.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address of the server; <see cref="DefaultAddress"/> by default.</param>
    /// <param name="seed">When given, every instant that the server records is 0 to 99 ns later than the clock, drawn from this seed.</param>
    public MeilisearchEmulator(TimeProvider clock, Uri? baseAddress = null, int? seed = null)
        : base(clock, baseAddress ?? DefaultAddress)
    {
        lifecycle = new MeilisearchLifecycle(store, world, this, Due, new ServerStamps(seed));
        router = new MeilisearchRoutes(new Backend(this, store, world, users, lifecycle));
    }

    internal MeilisearchVersion WireVersion { get; private set; } = new("1.41");

    /// <inheritdoc/>
    protected override EmulatedReply Answer(EmulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return router.Answer(request);
    }
}
