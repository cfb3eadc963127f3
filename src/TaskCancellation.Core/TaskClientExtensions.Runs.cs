using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation;

public static partial class TaskClientExtensions
{
    /// <summary>Starts a remote task, waits until it has ended, and cancels it when a token fires or a time limit is reached.</summary>
    /// <remarks>
    /// <para>The remote task gets one cancel request, whose effect is awaited for <see cref="RunOptions.Grace"/>.</para>
    /// <para>Canceling the token returns immediately: the callback only sets a flag, and the requests that follow have their own time limit.</para>
    /// <para>A token that fires while <paramref name="submit"/> is running is remembered: the cancel request is sent as soon as the id is known. When the token has fired before the call, nothing is submitted.</para>
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="submit">Starts the task and returns its id. Called at most once. Pass on the token that it receives, which fires only after the grace period: with the caller's token, an id that is about to be returned may be lost.</param>
    /// <param name="options">The grace period, the time limits, and the polling intervals; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the remote task.</param>
    /// <returns>The task after it has ended by itself. <see cref="TaskSnapshot.State"/> tells how it ended. This includes a task that another client canceled (<see cref="TaskState.Canceled"/>), and one that ended before the cancellation took effect.</returns>
    /// <exception cref="RunCanceledException">The token fired and the task did not end by itself first. The outcome tells what is known: <see cref="CancellationVerdict.Canceled"/>, for example, or <see cref="CancellationVerdict.StillRunning"/> when the grace period was too short.</exception>
    /// <exception cref="RunTimeoutException"><see cref="RunOptions.CancelAfter"/> or <see cref="RunOptions.Deadline"/> was reached and the task did not end by itself first.</exception>
    /// <exception cref="TaskWaitTimeoutException">The deadline of <see cref="RunOptions.Wait"/>, which has none by default, passed. Nothing was canceled.</exception>
    /// <exception cref="TaskClientException">The wait failed, as <see cref="TaskClient.WaitForCompletionAsync"/> does. Nothing was canceled. An exception that <paramref name="submit"/> throws is rethrown unchanged, unless the token has fired.</exception>
    /// <example>
    /// <code>
    /// async Task&lt;string> StartReindexAsync(CancellationToken token)
    /// {
    ///     using var http = new HttpClient();
    ///     return await http.GetStringAsync("https://jobs.example.com/start", token);
    /// }
    ///
    /// var task = await client.RunToCompletionAsync(StartReindexAsync, new RunOptions { Grace = TimeSpan.FromSeconds(30) }, cancellationToken);
    /// Console.WriteLine(task.State);
    /// </code>
    /// </example>
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

    /// <summary>Cancels a remote task that already exists when a token fires or a time limit is reached.</summary>
    /// <remarks>
    /// <para>The remote task gets one cancel request, whose effect is awaited for <see cref="RunOptions.Grace"/>. A token that has already fired cancels the task immediately.</para>
    /// <para>Canceling the token returns immediately: the callback only sets a flag, and the requests that follow have their own time limit.</para>
    /// <para>Where the service may later give the id to another task (<see cref="TaskClientCapabilities.ReusesIds"/>), a target that is only an id is read once: the task that is found, and no other, is canceled.</para>
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="trigger">Cancels the remote task.</param>
    /// <param name="target">The task. A malformed id gives <see cref="CancellationVerdict.Rejected"/>.</param>
    /// <param name="options">The grace period, the time limits (counted from this call), and the polling intervals; the defaults when <see langword="null"/>.</param>
    /// <returns>The binding. Dispose of it when the task no longer needs to be canceled: with <c>await using</c> around the work.</returns>
    /// <example>
    /// <code>
    /// await using (client.CancelWhen(cancellationToken, "147"))
    /// {
    ///     await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken);   // the work that needs the remote task
    /// }
    /// </code>
    /// </example>
    [SuppressMessage("Design", "CA1068", Justification = "The token is what the call is about, not what ends it.")]
    public static TokenBinding CancelWhen(this TaskClient client, CancellationToken trigger, TaskTarget target, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new TokenBinding(client, target, options ?? RunOptions.Default, trigger);
    }
}
