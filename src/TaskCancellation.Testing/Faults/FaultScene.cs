namespace TaskCancellation.Testing;

/// <summary>What a fault can do with one request.</summary>
/// <param name="Act">Lets the service handle the request.</param>
/// <param name="WaitAsync">Lets time pass on the emulator's clock.</param>
/// <param name="Previous">What the same request was last answered, if ever.</param>
internal sealed record FaultScene(Func<EmulatedReply> Act, Func<TimeSpan, Task> WaitAsync, EmulatedReply? Previous);
