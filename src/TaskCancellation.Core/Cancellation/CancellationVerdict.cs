namespace TaskCancellation;

/// <summary>What became of a cancel, for one task.</summary>
public enum CancellationVerdict
{
    /// <summary>The cancel may have been applied and the task may still run: reading could not settle it.</summary>
    Indeterminate = 0,

    /// <summary>Acknowledged; the end was not (yet) observed.</summary>
    Accepted,

    /// <summary>The service says the task is canceled, observed after our request was delivered. Not a claim that it was canceled by us (see <see cref="TaskSnapshot.CanceledBy"/> where known). On Cloud Foundry it speaks of the record, not of the process.</summary>
    Canceled,

    /// <summary>The service said it was canceled before our request, or said so when it refused it.</summary>
    AlreadyCanceled,

    /// <summary>It ended by itself, well or badly, before the cancel or in spite of it; the snapshot says how.</summary>
    CompletedFirst,

    /// <summary>It has ended, and the service did not record whether by the cancel: a pruned row, Cloud Foundry's "Unable to determine completion status".</summary>
    Ended,

    /// <summary>Acknowledged, and not ended when the deadline passed; the last snapshot is attached.</summary>
    StillRunning,

    /// <summary>The service did not know the task when first asked (or does not show it to this credential).</summary>
    NotFound,

    /// <summary>It exists, has not ended, and cannot be canceled in its state or being of its kind.</summary>
    NotCancelable,

    /// <summary>The credential is missing, not accepted, or may not cancel it.</summary>
    Denied,

    /// <summary>Any other definite refusal; nothing was applied. The error is attached.</summary>
    Rejected,

    /// <summary>No request for it was ever sent. The error, if any, says why.</summary>
    NotAttempted,
}
