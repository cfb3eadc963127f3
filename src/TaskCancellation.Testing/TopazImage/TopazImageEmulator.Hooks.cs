namespace TaskCancellation.Testing.TopazImage;

/// <content>What a test can arrange and look at. Instants are the server's.</content>
public sealed partial class TopazImageEmulator
{
    /// <summary>All jobs, in order of creation, as of <see cref="ServiceEmulator.ServerNow"/>.</summary>
    public IReadOnlyList<TopazImageRow> Rows => Look(() => store.Jobs.Select(job => job.ToRow(lifecycle.Now)).ToList());

    /// <summary>The row of a job, or null when it is gone.</summary>
    public TopazImageRow? FindRow(string id) => Look(() => store.Find(id)?.ToRow(lifecycle.Now));

    /// <summary>Adds a job and returns its process id.</summary>
    public string AddJob(TopazImageJobOptions? job = null) => Look(() =>
    {
        var added = store.Add(job ?? new TopazImageJobOptions(), lifecycle.Now);
        lifecycle.Admit(added);
        return added.Id;
    });

    /// <summary>Lets a Pending job start, at once or at an instant.</summary>
    public void Start(string id, DateTimeOffset? at = null) => Plan(id, at, lifecycle.Start);

    /// <summary>Lets a job complete, at once or at an instant. A finished job stays as it is.</summary>
    public void Finish(string id, DateTimeOffset? at = null) => Plan(id, at, job => lifecycle.End(job, Statuses.Completed));

    /// <summary>Lets a job fail, at once or at an instant. A finished job stays as it is.</summary>
    public void Fail(string id, DateTimeOffset? at = null) => Plan(id, at, job => lifecycle.End(job, Statuses.Failed));

    /// <summary>Puts a Processing job back to Pending, as after an attempt that went wrong, at once or at an instant.</summary>
    public void Requeue(string id, DateTimeOffset? at = null) => Plan(id, at, lifecycle.Requeue);

    /// <summary>Keeps a job from starting or ending by itself, from now or from an instant. A cancel reaches it all the same.</summary>
    public void Hold(string id, DateTimeOffset? at = null) => Plan(id, at, job => job.IsHeld = true);

    /// <summary>Ends a hold, at once or at an instant. What should have happened meanwhile happens then.</summary>
    public void Release(string id, DateTimeOffset? at = null) => Plan(id, at, Lifecycle.Release);

    /// <summary>Removes a job without a trace, at once or at an instant.</summary>
    public void Remove(string id, DateTimeOffset? at = null) => Plan(id, at, store.Remove);

    /// <summary>Sets a status by hand, any string, backwards too. Nothing happens to the job by itself after that.</summary>
    public void SetStatus(string id, string status, DateTimeOffset? at = null) => Plan(id, at, job => lifecycle.Set(job, status));

    /// <summary>Changes when a job is expected to end. It need not be true.</summary>
    public void SetEta(string id, DateTimeOffset eta) => Do(() => store.Get(id).Eta = eta);

    /// <summary>Makes a key good.</summary>
    /// <param name="key">What <c>X-API-Key</c> says.</param>
    /// <param name="account">The account whose jobs it sees.</param>
    /// <param name="permissions">What it may do.</param>
    /// <param name="expiresAt">When it stops working, on the server's clock; null for never.</param>
    public void AddKey(string key, string account = DefaultAccount, TopazImagePermissions permissions = TopazImagePermissions.All, DateTimeOffset? expiresAt = null) =>
        Do(() => keys.Add(key, account, permissions, expiresAt));

    /// <summary>Makes a key bad.</summary>
    public void RevokeKey(string key) => Do(() => keys.Revoke(key));

    /// <summary>What an account has left.</summary>
    public TopazImageCredits GetCredits(string account = DefaultAccount) => Look(() => ledger.Balance(account));

    /// <summary>Sets what an account has in all, reservations included; 1000 unless set.</summary>
    public void SetCredits(int total, string account = DefaultAccount) => Do(() => ledger.Set(account, total));

    /// <summary>A refusal as the emulator would word it now, for fault rules: <c>emulator.Faults.OnCall(1).ActThenRespond(emulator.ErrorReply(500))</c>.</summary>
    public EmulatedReply ErrorReply(int status, string? message = null)
    {
        var reply = ErrorBody switch
        {
            TopazImageErrorBody.Empty => EmulatedReply.Empty(status),
            TopazImageErrorBody.Html => EmulatedReply.Html(status),
            _ => Json.Object(status, json =>
            {
                if (ErrorBody == TopazImageErrorBody.WithCode)
                {
                    json.WriteNumber("code", status);
                }

                json.WriteString("message", Inferred(message ?? Refusal.TextFor(status)));
            }),
        };
        return status == 429 && RetryAfter is { } delay ? reply.RetryAfter(delay) : reply;
    }

    private void Plan(string id, DateTimeOffset? at, Action<Job> act) => Do(() =>
    {
        var job = store.Get(id);
        lifecycle.At(at, () => act(job));
    });

    private void Do(Action act) => Look(() =>
    {
        act();
        return true;
    });

    private T Look<T>(Func<T> look)
    {
        lock (Gate)
        {
            lifecycle.CatchUp();
            return look();
        }
    }
}
