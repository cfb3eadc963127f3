namespace TaskCancellation.Testing.TopazImage;

/// <content>Hooks: what a test can arrange and inspect.</content>
public sealed partial class TopazImageEmulator
{
    /// <summary>Starts a Pending job.</summary>
    public void Start(string id, DateTimeOffset? at = null) => Plan(id, at, () => lifecycle.Start(store.Get(id)));

    /// <summary>Returns a Processing job to Pending, as after a failed attempt.</summary>
    public void Requeue(string id, DateTimeOffset? at = null) => Plan(id, at, () => lifecycle.Requeue(store.Get(id)));

    /// <summary>Sets any status, backwards too. Nothing else happens to the job by itself.</summary>
    public void SetState(string id, string status, DateTimeOffset? at = null) => Plan(id, at, () => lifecycle.Set(store.Get(id), status));

    /// <summary>Changes when a job is expected to end. The estimate need not be correct.</summary>
    public void SetEta(string id, DateTimeOffset eta) => Plan(id, null, () => store.Get(id).Eta = eta);

    /// <summary>Returns the credit balance of an account.</summary>
    public TopazImageCredits GetCredits(string account = DefaultAccount) => Read(() => ledger.Balance(account));

    /// <summary>Sets the total credits of an account, reservations included; 1000 by default.</summary>
    public void SetCredits(int total, string account = DefaultAccount) => Do(() => ledger.Set(account, total));

    /// <inheritdoc/>
    protected override void AddOrReplaceUser(TopazImageUser user) => users.Add(user);

    /// <inheritdoc/>
    protected override bool TryRemoveUser(string name) => users.Remove(name);

    /// <summary>Creates an error reply in the emulator's current form, for fault rules.</summary>
    /// <example><code>emulator.Faults.OnCall(1).ActThenRespond(emulator.ErrorReply(500));</code></example>
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

    /// <summary>The service gives no reason.</summary>
    /// <inheritdoc/>
    protected override void FailTask(string id, string? reason) => lifecycle.End(store.Get(id), TopazImageStates.Failed);

    /// <inheritdoc/>
    protected override void RemoveTask(string id) => store.Remove(store.Get(id));
}
