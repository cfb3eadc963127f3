using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Faults;

/// <summary>A call to the emulator, with a fault in between and a clock that jumps.</summary>
internal sealed class FaultTransport(VirtualClock clock) : HarnessTransport(clock)
{
    private readonly JumpingClock jumping = new(clock);

    /// <summary>What every request passes; null for the emulator alone.</summary>
    internal Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>>? Between { get; set; }

    public override TimeProvider ClientClock => jumping;

    /// <summary>Sets the client's time of day, off by so much from then on.</summary>
    internal void Jump(TimeSpan by) => jumping.Off = by;

    public override HttpClient Connect(ServiceEmulator emulator) =>
        new(new Handler(this, emulator), disposeHandler: false) { BaseAddress = emulator.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };

    private sealed class Handler(FaultTransport owner, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            owner.Between is { } between
                ? between(request, () => base.SendAsync(request, cancellationToken), cancellationToken)
                : base.SendAsync(request, cancellationToken);
    }
}
