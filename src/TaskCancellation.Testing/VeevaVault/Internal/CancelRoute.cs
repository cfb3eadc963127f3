namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Cancels jobs in bulk: each for itself, in the order of the request.</summary>
internal sealed class CancelRoute(VeevaVaultEmulator emulator, Store store, Lifecycle lifecycle)
{
    internal VaultReply Cancel(Call call)
    {
        if (call.Version < ApiVersion.Cancel)
        {
            throw new Refusal(new(emulator.CancelUnsupportedErrorType, "The specified method is not supported."));
        }

        if (!call.User.MayManage && !emulator.RefusesPerItem)
        {
            throw Refusal.InsufficientAccess();
        }

        var ids = CancelBody.Read(call.Request);
        if (ids.Count == 0)
        {
            throw Refusal.ParameterRequired("job_id");
        }

        if (ids.Count > emulator.MaxJobsPerCancel)
        {
            throw Refusal.InvalidData($"A maximum of [{emulator.MaxJobsPerCancel}] jobs can be cancelled in a request.");
        }

        emulator.BeforeCancel?.Invoke(ids);
        var items = ids.ConvertAll(id => new CancelItem(id, Decide(call.User, id)));
        emulator.AfterCancel?.Invoke(ids);
        var status = emulator.CancelWarning is not null ? "WARNING"
            : emulator.FailsWhenAllFail && items.TrueForAll(item => item.Error is not null) ? VaultReply.Failure
            : VaultReply.Success;
        var shown = items.SkipLast(emulator.DroppedResults);
        return call.WantsXml
            ? CancelXml.Write(emulator.Inferred("VaultResponse"), status, shown, emulator.ItemErrors)
            : CancelJson.Write(status, shown, emulator.CancelWarning, emulator.ItemErrors);
    }

    private VeevaVaultError? Decide(Account user, long id)
    {
        var job = store.Find(id);
        if (job is not null)
        {
            job.CancelRequests++;
        }

        if (!user.MayManage)
        {
            return Worded(Refusal.InsufficientAccess().Error);
        }

        if (job?.IsVisibleTo(user) != true)
        {
            return Worded(NotFound(id) with { Type = emulator.UnknownJobErrorType });
        }

        if (job.Options.CancelError is { } error)
        {
            return error;
        }

        if (!job.IsCancellable)
        {
            return Worded(NotFound(id));
        }

        lifecycle.Enter(job, Statuses.Cancelling);
        return null;
    }

    private static VeevaVaultError NotFound(long id) => new("INVALID_DATA", $"Job [{id}] is not found in QUEUED or QUEUEING state");

    private VeevaVaultError Worded(VeevaVaultError error) => error with { Message = emulator.Inferred(error.Message) };
}
