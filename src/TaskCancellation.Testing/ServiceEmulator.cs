namespace TaskCancellation.Testing;

/// <summary>An in-memory service on a clock of its own, used through an <see cref="HttpClient"/>. One emulator is one service: keep it for as long as its tasks should exist.</summary>
/// <remarks>Thread-safe: requests are handled one at a time. Work that is due by the clock is done when the next request arrives or the next hook runs.</remarks>
public abstract class ServiceEmulator : HttpMessageHandler
{
    private readonly List<LoggedRequest> log = [];
    private readonly Dictionary<string, EmulatedReply> lastReplies = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance on the given clock.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address of the service. Requests to other origins are answered 421.</param>
    protected ServiceEmulator(TimeProvider clock, Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(baseAddress);
        Clock = clock;
        BaseAddress = baseAddress;
    }

    /// <summary>Gets the clock that the emulator shares with the test.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Gets the address of the service.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Gets or sets how far the server's clock is ahead of <see cref="Clock"/>; negative when it is behind.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Gets the current instant on the server's clock.</summary>
    public DateTimeOffset ServerNow => Clock.GetUtcNow() + Skew;

    /// <summary>Gets the faults to inject.</summary>
    public FaultRules Faults { get; } = new();

    /// <summary>Gets a snapshot of every request that was sent to the emulator, those with an injected fault included: a refused connection is listed with its fault.</summary>
    public IReadOnlyList<LoggedRequest> Requests
    {
        get
        {
            lock (Gate)
            {
                return [.. log];
            }
        }
    }

    /// <summary>Gets the lock that is held while a request is handled and by every hook that touches the store.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>Creates a client whose requests reach this emulator, with its base address set and without a timeout. Disposing the client does not dispose the emulator.</summary>
    /// <example>
    /// <code>
    /// var clock = new VirtualClock();
    /// using var server = new MeilisearchEmulator(clock);
    /// using var http = server.CreateClient();
    /// using var reply = await http.GetAsync("tasks");
    /// </code>
    /// </example>
    public HttpClient CreateClient() => new(this, disposeHandler: false) { BaseAddress = BaseAddress, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Clears the request log.</summary>
    public void ClearRequests()
    {
        lock (Gate)
        {
            log.Clear();
        }
    }

    /// <summary>Answers a request as the service would at <see cref="ServerNow"/>. Called under <see cref="Gate"/>.</summary>
    protected abstract EmulatedReply Handle(EmulatedRequest request);

    /// <summary>Called under <see cref="Gate"/> when the client disconnects while its request waits on the server.</summary>
    /// <param name="request">The request: the same object that was handled.</param>
    /// <param name="after">When the request would have looked again.</param>
    /// <param name="look">Looks again, for a service that continues without the client.</param>
    private protected virtual void OnDisconnected(EmulatedRequest request, TimeSpan after, Func<EmulatedReply> look)
    {
    }

    /// <summary>Returns whether the service answers at that address. By default it answers at its own origin only.</summary>
    protected virtual bool Serves(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.GetLeftPart(UriPartial.Authority) == BaseAddress.GetLeftPart(UriPartial.Authority);
    }

    /// <inheritdoc/>
    protected sealed override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var received = await EmulatedRequest.FromAsync(request, cancellationToken).ConfigureAwait(false);
        var isOurs = Serves(request.RequestUri!);
        var (line, previous) = Log(received);
        var rule = Faults.Take(received);
        line.Fault = rule?.Description;
        var scene = new FaultScene(
            () => isOurs ? Act(received) : EmulatedReply.Empty(421),
            time => ClockDelay.WaitAsync(Clock, time, cancellationToken),
            previous);
        var reply = rule is null ? scene.Act() : await rule.PlayAsync(scene).ConfigureAwait(false);
        while (reply.Pending is { } pending)
        {
            try
            {
                await scene.WaitAsync(pending.After).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                lock (Gate)
                {
                    OnDisconnected(received, pending.After, pending.Look);
                }

                throw;
            }

            lock (Gate)
            {
                reply = pending.Look();
            }
        }

        line.Status = reply.Status;
        return reply.ToResponse(request, ServerNow);
    }

    private (LoggedRequest Line, EmulatedReply? Previous) Log(EmulatedRequest received)
    {
        lock (Gate)
        {
            var line = new LoggedRequest(log.Count + 1, ServerNow, received);
            log.Add(line);
            return (line, lastReplies.GetValueOrDefault(received.ToString()));
        }
    }

    private EmulatedReply Act(EmulatedRequest received)
    {
        lock (Gate)
        {
            return Handle(received).Then(reply => lastReplies[received.ToString()] = reply);
        }
    }
}

/// <summary>Lets time pass on a clock. Unlike Task.Delay it never touches the thread pool, not even when it is canceled, so that virtual time cannot run ahead of it.</summary>
internal static class ClockDelay
{
    internal static async Task WaitAsync(TimeProvider clock, TimeSpan time, CancellationToken cancellationToken)
    {
        var passed = new TaskCompletionSource();
        using var canceled = cancellationToken.UnsafeRegister((_, token) => passed.TrySetCanceled(token), null);
        var timer = clock.CreateTimer(_ => passed.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            await passed.Task.ConfigureAwait(false);
        }
    }
}
