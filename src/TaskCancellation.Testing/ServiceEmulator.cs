namespace TaskCancellation.Testing;

/// <summary>A service in memory, on a clock of its own, spoken to through an <see cref="HttpClient"/>. One emulator is one service: keep it for as long as its tasks should live.</summary>
/// <remarks>Thread-safe: requests are handled one at a time. What is due by the clock happens when the next request or hook looks.</remarks>
public abstract class ServiceEmulator : HttpMessageHandler
{
    private readonly List<LoggedRequest> log = [];
    private readonly Dictionary<string, EmulatedReply> lastReplies = new(StringComparer.Ordinal);

    /// <summary>Creates an emulator on that clock.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address it answers at; other origins are answered 421.</param>
    protected ServiceEmulator(TimeProvider clock, Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(baseAddress);
        Clock = clock;
        BaseAddress = baseAddress;
    }

    /// <summary>The clock that the emulator shares with the test.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The address the service answers at.</summary>
    public Uri BaseAddress { get; }

    /// <summary>How far the server's clock is ahead of <see cref="Clock"/>; negative when behind.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>The instant on the server's own clock.</summary>
    public DateTimeOffset ServerNow => Clock.GetUtcNow() + Skew;

    /// <summary>Faults to play.</summary>
    public FaultRules Faults { get; } = new();

    /// <summary>Every request that reached the emulator so far, faulted ones included: a refused connection is listed too, with its fault.</summary>
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

    /// <summary>Held while a request is handled, and by every hook that touches the store.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>A client on this emulator, with its base address set. Disposing it leaves the emulator alive.</summary>
    public HttpClient CreateClient() => new(this, disposeHandler: false) { BaseAddress = BaseAddress, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Empties the request log.</summary>
    public void ClearRequests()
    {
        lock (Gate)
        {
            log.Clear();
        }
    }

    /// <summary>Answers one request, as the service would at <see cref="ServerNow"/>, or with <see cref="EmulatedReply.Later"/>. Called under <see cref="Gate"/>.</summary>
    protected abstract EmulatedReply Handle(EmulatedRequest request);

    /// <summary>Called under <see cref="Gate"/> when the client of a request that waits on the server has gone.</summary>
    /// <param name="request">The request, the very object that was handled.</param>
    /// <param name="after">When it would have looked again.</param>
    /// <param name="look">How, for a service that goes on without the client.</param>
    protected virtual void OnDisconnected(EmulatedRequest request, TimeSpan after, Func<EmulatedReply> look)
    {
    }

    /// <summary>Whether the service answers at that address; by default, at its own origin only.</summary>
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
