using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation;

public static partial class TaskClientExtensions
{
    /// <summary>Starts a task and waits until it has ended. When the token fires, or the time in the options is up, the remote task is canceled: one cancel, whose effect is awaited for <see cref="RunOptions.Grace"/>.</summary>
    /// <remarks>
    /// <para>Canceling the token returns at once: its callback only sets a flag, and the requests that follow have a time of their own.</para>
    /// <para>A token that fires while <paramref name="submit"/> is under way is remembered: the cancel is sent as soon as the id is known. A token that has fired before the call submits nothing.</para>
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="submit">Starts the task and returns its id. Called once, or not at all. Its token fires only when the grace has passed: hand it on, and not the caller's, or an id may be lost that was about to come back.</param>
    /// <param name="options">Grace, limits of time, and pace; the defaults when null.</param>
    /// <param name="cancellationToken">Cancels the remote task.</param>
    /// <returns>The task, ended by itself: <see cref="TaskSnapshot.State"/> says how. That includes a task that somebody else canceled (<see cref="TaskState.Canceled"/>), and one that ended before our cancel took effect.</returns>
    /// <exception cref="RunCanceledException">The token fired and the task did not end by itself first. The outcome says what is known: <see cref="CancellationVerdict.Canceled"/>, or <see cref="CancellationVerdict.StillRunning"/> when the grace was too short …</exception>
    /// <exception cref="RunTimeoutException">The same, for <see cref="RunOptions.CancelAfter"/> and <see cref="RunOptions.Deadline"/>.</exception>
    /// <exception cref="TaskWaitTimeoutException">The deadline of <see cref="RunOptions.Wait"/>, which has none unless told, passed. Nothing was canceled.</exception>
    /// <exception cref="TaskClientException">The wait failed, as <see cref="TaskClient.WaitForCompletionAsync"/> does. Nothing was canceled. What <paramref name="submit"/> throws comes through as it is, unless the token has fired.</exception>
    public static Task<TaskSnapshot> RunToCompletionAsync(
        this TaskClient client, Func<CancellationToken, Task<TaskId>> submit, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(submit);
        return new RemoteRun(client, submit, options ?? RunOptions.Default, cancellationToken).RunAsync();
    }

    /// <inheritdoc cref="RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/>
    public static Task<TaskSnapshot> RunToCompletionAsync(
        this TaskClient client, Func<CancellationToken, Task<string>> submit, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submit);
        return client.RunToCompletionAsync(async Task<TaskId> (token) => await submit(token).ConfigureAwait(false), options, cancellationToken);
    }

    /// <inheritdoc cref="RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/>
    public static Task<TaskSnapshot> RunToCompletionAsync(
        this TaskClient client, Func<CancellationToken, Task<int>> submit, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submit);
        return client.RunToCompletionAsync(async Task<TaskId> (token) => await submit(token).ConfigureAwait(false), options, cancellationToken);
    }

    /// <inheritdoc cref="RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/>
    public static Task<TaskSnapshot> RunToCompletionAsync(
        this TaskClient client, Func<CancellationToken, Task<long>> submit, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submit);
        return client.RunToCompletionAsync(async Task<TaskId> (token) => await submit(token).ConfigureAwait(false), options, cancellationToken);
    }

    /// <inheritdoc cref="RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/>
    public static Task<TaskSnapshot> RunToCompletionAsync(
        this TaskClient client, Func<CancellationToken, Task<Guid>> submit, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submit);
        return client.RunToCompletionAsync(async Task<TaskId> (token) => await submit(token).ConfigureAwait(false), options, cancellationToken);
    }

    /// <summary>Cancels a task that is already there when a token fires, or the time in the options is up: one cancel, whose effect is followed for <see cref="RunOptions.Grace"/>. A token that has fired already cancels at once.</summary>
    /// <remarks>Canceling the token returns at once: its callback only sets a flag, and the requests that follow have a time of their own.
    /// An id alone is read once, where the service may give it to another task later (<see cref="TaskClientCapabilities.ReusesIds"/>): what is found is canceled, and nothing else.</remarks>
    /// <param name="client">The client.</param>
    /// <param name="trigger">Cancels the remote task.</param>
    /// <param name="target">The task. A malformed id is <see cref="CancellationVerdict.Rejected"/>.</param>
    /// <param name="options">Grace, limits of time (counted from this call), and pace; the defaults when null.</param>
    /// <returns>The link. Dispose of it when the task need no longer be canceled: with <c>await using</c> around the work.</returns>
    [SuppressMessage("Design", "CA1068", Justification = "The token is what the call is about, not what ends it.")]
    public static TokenBinding CancelWhen(this TaskClient client, CancellationToken trigger, TaskTarget target, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new TokenBinding(client, target, options ?? RunOptions.Default, trigger);
    }
}
