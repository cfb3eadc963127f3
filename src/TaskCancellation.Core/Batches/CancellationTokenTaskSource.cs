namespace TaskCancellation;

/// <summary>A token as a task to wait for among other things. Whoever fires the token does not run what waits.</summary>
internal sealed class CancellationTokenTaskSource : IDisposable
{
    private readonly TaskCompletionSource fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration registration;

    internal CancellationTokenTaskSource(CancellationToken token) =>
        registration = token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), fired);

    internal Task Task => fired.Task;

    public void Dispose() => registration.Dispose();
}
