using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Soak;

/// <summary>An emulator at an address, on the real clock.</summary>
internal sealed class SoakTransport(Uri address) : HarnessTransport(new VirtualClock())
{
    public override TimeProvider ServerClock => TimeProvider.System;

    public override TimeProvider ClientClock => TimeProvider.System;

    public override Uri Address => address;
}
