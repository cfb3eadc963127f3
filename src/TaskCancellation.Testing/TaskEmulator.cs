namespace TaskCancellation.Testing;

/// <summary>The vocabulary that all emulators share: rows, find, add, hold, release, finish, fail, remove, and the users.</summary>
/// <typeparam name="TId">What a task is known by.</typeparam>
/// <typeparam name="TTask">What a task to add is like; everything in it has a default.</typeparam>
/// <typeparam name="TRow">The emulator's own record of a task.</typeparam>
/// <typeparam name="TUser">Who may ask.</typeparam>
/// <remarks>Instants given to hooks are the server's, see <see cref="ServiceEmulator.ServerNow"/>; an instant that is not in the future is now.</remarks>
public abstract class TaskEmulator<TId, TTask, TRow, TUser> : ServiceEmulator
    where TId : IParsable<TId>
    where TTask : class, new()
    where TRow : class
    where TUser : EmulatedUser
{
    /// <summary>Creates an emulator on that clock.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address it answers at; other origins are answered 421.</param>
    protected TaskEmulator(TimeProvider clock, Uri baseAddress)
        : base(clock, baseAddress) =>
        Due = new DueQueue(ServerNow);

    /// <summary>The version that is played, as the service writes it. Set it before anything else.</summary>
    /// <exception cref="ArgumentException">It is no version of the service.</exception>
    public abstract string Version { get; set; }

    /// <summary>Turns texts that the real service is only presumed to send into nonsense, to show that nobody relies on them.</summary>
    public bool ScrambleInferred { get; set; }

    /// <summary>What can be set by name.</summary>
    public abstract IReadOnlyList<EmulatorSetting> Settings { get; }

    /// <summary>What can be done by name beside what can be done with tasks and users.</summary>
    public virtual IReadOnlyList<EmulatorAction> Actions => [];

    /// <summary>Every task, in order of creation, as of <see cref="ServiceEmulator.ServerNow"/>.</summary>
    public IReadOnlyList<TRow> Rows => Read(ReadRows);

    /// <summary>Called when a cancel has been read, before it looks for its tasks, with the ids that it names; none for a cancel by filter. A task that finishes here has won the race.</summary>
    public Action<IReadOnlyList<TId>>? BeforeCancel { get; set; }

    /// <summary>Called when a cancel has been decided, before its answer is rendered, with the ids that it names; none for a cancel by filter.</summary>
    public Action<IReadOnlyList<TId>>? AfterCancel { get; set; }

    /// <summary>When the next thing happens by itself, on the server's clock; null when nothing is planned.</summary>
    public DateTimeOffset? NextDue => Read(() => Due.Next);

    /// <summary>What is to happen by itself.</summary>
    internal DueQueue Due { get; }

    /// <summary>The row of a task as of <see cref="ServiceEmulator.ServerNow"/>; null for none.</summary>
    public TRow? Find(TId id) => Read(() => FindRow(id));

    /// <summary>Adds a task and returns its id.</summary>
    /// <param name="task">What it is like; a usual one when null.</param>
    public TId Add(TTask? task = null) => Read(() => AddTask(task ?? new TTask()));

    /// <summary>Keeps a task from going on or ending by itself until released. A cancel reaches it all the same.</summary>
    /// <param name="id">The task.</param>
    /// <param name="at">When; at once by default.</param>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public void Hold(TId id, DateTimeOffset? at = null) => Plan(id, at, () => HoldTask(id));

    /// <summary>Ends a hold. What should have happened meanwhile happens then.</summary>
    /// <inheritdoc cref="Hold"/>
    public void Release(TId id, DateTimeOffset? at = null) => Plan(id, at, () => ReleaseTask(id));

    /// <summary>Lets a task end well. One that has ended stays as it is.</summary>
    /// <inheritdoc cref="Hold"/>
    public void Finish(TId id, DateTimeOffset? at = null) => Plan(id, at, () => FinishTask(id));

    /// <summary>Lets a task fail. One that has ended stays as it is.</summary>
    /// <param name="id">The task.</param>
    /// <param name="reason">Why, where the service says why; a usual reason by default.</param>
    /// <param name="at">When; at once by default.</param>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public void Fail(TId id, string? reason = null, DateTimeOffset? at = null) => Plan(id, at, () => FailTask(id, reason));

    /// <summary>Removes a task without a trace.</summary>
    /// <inheritdoc cref="Hold"/>
    public void Remove(TId id, DateTimeOffset? at = null) => Plan(id, at, () => RemoveTask(id));

    /// <summary>Plans hooks for later, at the very instant: <c>emulator.After(TimeSpan.FromSeconds(2), () => emulator.Finish(id))</c>.</summary>
    /// <param name="delay">How long after now, on the server's clock.</param>
    /// <param name="hooks">What to do then.</param>
    public void After(TimeSpan delay, Action hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        Do(() => Due.After(delay, hooks));
    }

    /// <summary>Makes what a user shows good. A user of that name who is there already is replaced.</summary>
    public abstract void AddUser(TUser user);

    /// <summary>Makes everything that a user shows bad.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public abstract void RemoveUser(string name);

    /// <summary>The rows, under the gate and caught up.</summary>
    protected abstract IReadOnlyList<TRow> ReadRows();

    /// <summary>The row of a task or null, under the gate and caught up.</summary>
    protected abstract TRow? FindRow(TId id);

    /// <summary>Adds a task, under the gate and caught up.</summary>
    protected abstract TId AddTask(TTask task);

    /// <summary>Holds a task that is there.</summary>
    protected abstract void HoldTask(TId id);

    /// <summary>Releases a task that is there.</summary>
    protected abstract void ReleaseTask(TId id);

    /// <summary>Finishes a task that is there, unless it has ended.</summary>
    protected abstract void FinishTask(TId id);

    /// <summary>Fails a task that is there, unless it has ended.</summary>
    protected abstract void FailTask(TId id, string? reason);

    /// <summary>Removes a task that is there.</summary>
    protected abstract void RemoveTask(TId id);

    /// <summary>Does something with a task, now or at an instant; not at all if the task is gone by then.</summary>
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

    /// <summary>Answers one request, as the service would at <see cref="ServiceEmulator.ServerNow"/>, or with <see cref="EmulatedReply.Later"/>. Called under the gate and caught up.</summary>
    protected abstract EmulatedReply Answer(EmulatedRequest request);

    /// <inheritdoc/>
    protected sealed override EmulatedReply Handle(EmulatedRequest request)
    {
        CatchUp();
        return Answer(request);
    }

    /// <summary>Brings the service up to <see cref="ServiceEmulator.ServerNow"/>. Called under the gate, before a request is handled and before a hook acts.</summary>
    protected virtual void CatchUp() => Due.AdvanceTo(ServerNow);

    /// <summary>Does something under the gate, with all that was due done.</summary>
    protected void Do(Action act) => Read(() =>
    {
        act();
        return true;
    });

    /// <summary>Reads something under the gate, with all that was due done.</summary>
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
