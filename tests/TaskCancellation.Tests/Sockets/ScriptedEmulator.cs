using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Sockets;

/// <summary>A service that answers as a function says.</summary>
internal sealed class ScriptedEmulator(Func<EmulatedRequest, EmulatedReply> script) : ServiceEmulator(new VirtualClock(), new Uri("https://scripted.test/"))
{
    internal Func<EmulatedRequest, EmulatedReply> Script { get; set; } = script;

    protected override EmulatedReply Handle(EmulatedRequest request) => Script(request);
}
