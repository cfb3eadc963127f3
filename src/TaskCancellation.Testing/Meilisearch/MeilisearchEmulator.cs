namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Meilisearch's task queue in memory: tasks, batches, cancel and delete, the calls that make tasks, keys, and what a client reads when it starts.</summary>
/// <remarks>The scheduler has no timers: what is due by the clock happens, in order, when the next request or hook looks. This part is the wire; hooks and settings are in the others.</remarks>
public sealed partial class MeilisearchEmulator : TaskEmulator<long, MeilisearchTask, MeilisearchRow, MeilisearchUser>
{
    private readonly MeilisearchStore store = new();
    private readonly World world = new();
    private readonly MeilisearchUsers users = new();
    private readonly MeilisearchLifecycle lifecycle;
    private readonly MeilisearchRoutes router;

    /// <summary>Creates an empty server on that clock.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address it answers at; <c>http://localhost:7700/</c> by default.</param>
    /// <param name="seed">Where given, every instant the server notes gets 0 to 99 ns more than the clock has, drawn from this seed.</param>
    public MeilisearchEmulator(TimeProvider clock, Uri? baseAddress = null, int? seed = null)
        : base(clock, baseAddress ?? new Uri("http://localhost:7700/"))
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
