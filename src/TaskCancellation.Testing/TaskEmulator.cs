namespace TaskCancellation.Testing;

/// <summary>The vocabulary that all emulators share: rows, find, add, hold, release, finish, fail, remove, and users.</summary>
/// <typeparam name="TId">The type of task ids.</typeparam>
/// <typeparam name="TTask">The description of a task to add. Every member has a default.</typeparam>
/// <typeparam name="TRow">The emulator's own record of a task, for assertions.</typeparam>
/// <typeparam name="TUser">The type of users.</typeparam>
/// <remarks>Instants passed to hooks are on the server's clock, see <see cref="ServiceEmulator.ServerNow"/>. An instant that is not in the future means now.</remarks>
/// <example>
/// <code>
/// var clock = new VirtualClock();
/// using var server = new MeilisearchEmulator(clock);
/// var id = server.Add(new() { IndexUid = "movies", RunDuration = TimeSpan.FromMinutes(1) });
/// server.BeforeCancel = _ => server.Finish(id);                          // the task wins the race
/// server.After(TimeSpan.FromSeconds(2), () => server.Hold(id));
/// var row = server.Find(id);                                             // what the service holds, without a request
/// </code>
/// </example>
public abstract class TaskEmulator<TId, TTask, TRow, TUser> : ServiceEmulator
    where TId : IParsable<TId>
    where TTask : class, new()
    where TRow : class
    where TUser : EmulatedUser
{
    /// <summary>Initializes a new instance on the given clock.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address of the service. Requests to other origins are answered 421.</param>
    protected TaskEmulator(TimeProvider clock, Uri baseAddress)
        : base(clock, baseAddress) =>
        Due = new DueQueue(ServerNow);

    /// <summary>Gets or sets the version of the service to emulate, as the service writes it. Set it before anything else.</summary>
    /// <exception cref="ArgumentException">The value is not a version of the service.</exception>
    public abstract string Version { get; set; }

    /// <summary>Gets or sets a value indicating whether texts that are not confirmed by a real service are scrambled, to show that no client relies on them.</summary>
    public bool ScrambleInferred { get; set; }

    /// <summary>Gets the settings that can be read and written by name: those of the service, and those that all emulators share.</summary>
    public IReadOnlyList<EmulatorSetting> Settings =>
    [
        .. ServiceSettings,
        EmulatorSetting.Of("skew", "How far the server's clock is ahead of the others; negative when it is behind.", () => Skew, value => Skew = value),
        EmulatorSetting.Of("scrambleInferred", "Whether texts that are not confirmed by a real service are scrambled.", () => ScrambleInferred, value => ScrambleInferred = value),
    ];

    /// <summary>Gets the operations that can be run by name, besides those on tasks and users.</summary>
    public virtual IReadOnlyList<EmulatorAction> Actions => [];

    /// <summary>Gets every task, in order of creation, as of <see cref="ServiceEmulator.ServerNow"/>.</summary>
    public IReadOnlyList<TRow> Rows => Read(ReadRows);

    /// <summary>Gets or sets the hook that runs when a cancel request has been read, before its tasks are looked up. It receives the ids that the request names; none for a cancel by filter. A task that finishes here has won the race.</summary>
    public Action<IReadOnlyList<TId>>? BeforeCancel { get; set; }

    /// <summary>Gets or sets the hook that runs when a cancel has been decided, before its answer is written. It receives the ids that the request names; none for a cancel by filter.</summary>
    public Action<IReadOnlyList<TId>>? AfterCancel { get; set; }

    /// <summary>Gets when the next planned change happens, on the server's clock; <see langword="null"/> when nothing is planned.</summary>
    public DateTimeOffset? NextDue => Read(() => Due.Next);

    /// <summary>Gets the settings that only this service has.</summary>
    protected abstract IReadOnlyList<EmulatorSetting> ServiceSettings { get; }

    /// <summary>Gets what is planned.</summary>
    internal DueQueue Due { get; }

    /// <summary>Returns the row of a task as of <see cref="ServiceEmulator.ServerNow"/>, or <see langword="null"/>.</summary>
    public TRow? Find(TId id) => Read(() => FindRow(id));

    /// <summary>Adds a task and returns its id.</summary>
    /// <param name="task">The task to add; a usual one when <see langword="null"/>.</param>
    public TId Add(TTask? task = null) => Read(() => AddTask(task ?? new TTask()));

    /// <summary>Keeps a task from progressing or ending by itself until it is released. A cancel still reaches it.</summary>
    /// <param name="id">The id of the task.</param>
    /// <param name="at">When to act; at once by default.</param>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public void Hold(TId id, DateTimeOffset? at = null) => Plan(id, at, () => HoldTask(id));

    /// <summary>Releases a held task. What would have happened in the meantime happens now.</summary>
    /// <inheritdoc cref="Hold"/>
    public void Release(TId id, DateTimeOffset? at = null) => Plan(id, at, () => ReleaseTask(id));

    /// <summary>Ends a task successfully. A task that has ended is unchanged.</summary>
    /// <inheritdoc cref="Hold"/>
    public void Finish(TId id, DateTimeOffset? at = null) => Plan(id, at, () => FinishTask(id));

    /// <summary>Fails a task. A task that has ended is unchanged.</summary>
    /// <param name="id">The id of the task.</param>
    /// <param name="reason">The reason, where the service gives one; a usual reason by default.</param>
    /// <param name="at">When to act; at once by default.</param>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public void Fail(TId id, string? reason = null, DateTimeOffset? at = null) => Plan(id, at, () => FailTask(id, reason));

    /// <summary>Removes a task without a trace.</summary>
    /// <inheritdoc cref="Hold"/>
    public void Remove(TId id, DateTimeOffset? at = null) => Plan(id, at, () => RemoveTask(id));

    /// <summary>Plans hooks for later. They run at that exact instant of the server's clock.</summary>
    /// <param name="delay">How long from now, on the server's clock.</param>
    /// <param name="hooks">The hooks to run.</param>
    /// <example><code>emulator.After(TimeSpan.FromSeconds(2), () => emulator.Finish(id));</code></example>
    public void After(TimeSpan delay, Action hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        Do(() => Due.After(delay, hooks));
    }

    /// <summary>Adds a user, or replaces the user of the same name. The user's credentials are valid from now on.</summary>
    public void AddUser(TUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Do(() => AddOrReplaceUser(user));
    }

    /// <summary>Removes a user. The user's credentials are no longer valid.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public void RemoveUser(string name) => Do(() =>
    {
        if (!TryRemoveUser(name))
        {
            throw new ArgumentException($"There is no user {name}.", nameof(name));
        }
    });

    /// <summary>Returns the rows. Called under the gate, with due work done.</summary>
    protected abstract IReadOnlyList<TRow> ReadRows();

    /// <summary>Returns the row of a task, or <see langword="null"/>. Called under the gate, with due work done.</summary>
    protected abstract TRow? FindRow(TId id);

    /// <summary>Adds a task. Called under the gate, with due work done.</summary>
    protected abstract TId AddTask(TTask task);

    /// <summary>Adds a user, or replaces the user of the same name. Called under the gate, with due work done.</summary>
    protected abstract void AddOrReplaceUser(TUser user);

    /// <summary>Removes a user; returns whether there was one. Called under the gate, with due work done.</summary>
    protected abstract bool TryRemoveUser(string name);

    /// <summary>Holds an existing task.</summary>
    protected abstract void HoldTask(TId id);

    /// <summary>Releases an existing task.</summary>
    protected abstract void ReleaseTask(TId id);

    /// <summary>Finishes an existing task, unless it has ended.</summary>
    protected abstract void FinishTask(TId id);

    /// <summary>Fails an existing task, unless it has ended.</summary>
    protected abstract void FailTask(TId id, string? reason);

    /// <summary>Removes an existing task.</summary>
    protected abstract void RemoveTask(TId id);

    /// <summary>Changes a task now or at an instant. Does nothing if the task is gone by then.</summary>
    /// <exception cref="ArgumentException">There is no such task now.</exception>
    protected void Plan(TId id, DateTimeOffset? at, Action act) => Do(() =>
    {
        if (FindRow(id) is null)
        {
            throw new ArgumentException($"There is no task {id}.", nameof(id));
        }

        Due.At(at ?? Due.Now, () =>
        {
            if (FindRow(id) is not null)
            {
                act();
            }
        });
    });

    /// <summary>Answers a request as the service would at <see cref="ServiceEmulator.ServerNow"/>. Called under the gate, with due work done.</summary>
    protected abstract EmulatedReply Answer(EmulatedRequest request);

    /// <inheritdoc/>
    protected sealed override EmulatedReply Handle(EmulatedRequest request)
    {
        CatchUp();
        return Answer(request);
    }

    /// <summary>Brings the service up to <see cref="ServiceEmulator.ServerNow"/>. Called under the gate, before a request is handled and before a hook runs.</summary>
    protected virtual void CatchUp() => Due.AdvanceTo(ServerNow);

    /// <summary>Runs an action under the gate, with due work done.</summary>
    protected void Do(Action act) => Read(() =>
    {
        act();
        return true;
    });

    /// <summary>Reads a value under the gate, with due work done.</summary>
    protected T Read<T>(Func<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (Gate)
        {
            CatchUp();
            return read();
        }
    }

    /// <summary>A text that no client may rely on.</summary>
    internal string Inferred(string text) => ScrambleInferred ? new string([.. text.Reverse()]) : text;
}
