namespace TaskCancellation;

/// <summary>A token as a task to wait for among other things. Whoever fires the token does not run what waits.</summary>
internal sealed class TokenSignal : IDisposable
{
    private readonly TaskCompletionSource fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration registration;

    internal TokenSignal(CancellationToken token) =>
        registration = token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), fired);

    internal Task Fired => fired.Task;

    public void Dispose() => registration.Dispose();
}
