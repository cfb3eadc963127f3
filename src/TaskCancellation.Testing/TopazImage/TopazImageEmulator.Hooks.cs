namespace TaskCancellation.Testing.TopazImage;

/// <content>What a test can arrange and look at.</content>
public sealed partial class TopazImageEmulator
{
    /// <summary>Lets a Pending job start, at once or at an instant.</summary>
    public void Start(string id, DateTimeOffset? at = null) => Plan(id, at, () => lifecycle.Start(store.Get(id)));

    /// <summary>Puts a Processing job back to Pending, as after an attempt that went wrong, at once or at an instant.</summary>
    public void Requeue(string id, DateTimeOffset? at = null) => Plan(id, at, () => lifecycle.Requeue(store.Get(id)));

    /// <summary>Sets a status by hand, any string, backwards too. Nothing happens to the job by itself after that.</summary>
    public void SetState(string id, string status, DateTimeOffset? at = null) => Plan(id, at, () => lifecycle.Set(store.Get(id), status));

    /// <summary>Changes when a job is expected to end. It need not be true.</summary>
    public void SetEta(string id, DateTimeOffset eta) => Plan(id, null, () => store.Get(id).Eta = eta);

    /// <summary>What an account has left.</summary>
    public TopazImageCredits GetCredits(string account = DefaultAccount) => Read(() => ledger.Balance(account));

    /// <summary>Sets what an account has in all, reservations included; 1000 unless set.</summary>
    public void SetCredits(int total, string account = DefaultAccount) => Do(() => ledger.Set(account, total));

    /// <inheritdoc/>
    public override void AddUser(TopazImageUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Do(() => users.Add(user));
    }

    /// <inheritdoc/>
    public override void RemoveUser(string name) => Do(() =>
    {
        if (!users.Remove(name))
        {
            throw new ArgumentException($"There is no key {name}.", nameof(name));
        }
    });

    /// <summary>A refusal as the emulator would word it now, for fault rules: <c>emulator.Faults.OnCall(1).ActThenRespond(emulator.ErrorReply(500))</c>.</summary>
    public EmulatedReply ErrorReply(int status, string? message = null)
    {
        var reply = ErrorBody switch
        {
            TopazImageErrorBody.Empty => EmulatedReply.Empty(status),
            TopazImageErrorBody.Html => EmulatedReply.Html(status),
            _ => EmulatedReply.Json(status, JsonBody.OfObject(json =>
            {
                if (ErrorBody == TopazImageErrorBody.WithCode)
                {
                    json.WriteNumber("code", status);
                }

                json.WriteString("message", Inferred(message ?? TopazImageRefusal.TextFor(status)));
            })),
        };
        return status == 429 && RetryAfter is { } delay ? reply.WithRetryAfter(delay) : reply;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<TopazImageRow> ReadRows() => [.. store.Jobs.Select(job => job.ToRow(Due.Now))];

    /// <inheritdoc/>
    protected override TopazImageRow? FindRow(string id) => store.Find(id)?.ToRow(Due.Now);

    /// <inheritdoc/>
    protected override string AddTask(TopazImageTask task)
    {
        var job = store.Add(task, Due.Now);
        lifecycle.Admit(job);
        return job.Id;
    }

    /// <inheritdoc/>
    protected override void HoldTask(string id) => store.Get(id).IsHeld = true;

    /// <inheritdoc/>
    protected override void ReleaseTask(string id) => TopazImageLifecycle.Release(store.Get(id));

    /// <inheritdoc/>
    protected override void FinishTask(string id) => lifecycle.End(store.Get(id), TopazImageStates.Completed);

    /// <summary>The service tells no reason.</summary>
    /// <inheritdoc/>
    protected override void FailTask(string id, string? reason) => lifecycle.End(store.Get(id), TopazImageStates.Failed);

    /// <inheritdoc/>
    protected override void RemoveTask(string id) => store.Remove(store.Get(id));
}
