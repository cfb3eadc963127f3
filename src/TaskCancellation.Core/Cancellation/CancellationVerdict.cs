namespace TaskCancellation;

/// <summary>Specifies the result of a cancellation for one task.</summary>
public enum CancellationVerdict
{
    /// <summary>The cancellation may have been applied and the task may still be running. Reading could not determine which.</summary>
    Indeterminate = 0,

    /// <summary>The service acknowledged the request. The end of the task has not been observed.</summary>
    Accepted,

    /// <summary>The service reports the task as canceled, observed after the request was delivered.</summary>
    /// <remarks>This does not state that this request canceled it (see <see cref="TaskSnapshot.CanceledBy"/> where it is known). On Cloud Foundry it describes the record, not the process.</remarks>
    Canceled,

    /// <summary>The service reported the task as canceled before the request, or when it refused the request.</summary>
    AlreadyCanceled,

    /// <summary>The task ended by itself, successfully or not, before the cancellation or in spite of it. The snapshot tells how.</summary>
    CompletedFirst,

    /// <summary>The task has ended, and the service did not record whether because of the cancellation: a pruned row, or Cloud Foundry's "Unable to determine completion status".</summary>
    Ended,

    /// <summary>The service acknowledged the request, and the task had not ended when the deadline passed. The last snapshot is attached.</summary>
    StillRunning,

    /// <summary>The service did not know the task when it was first asked, or does not show it to this credential.</summary>
    NotFound,

    /// <summary>The task exists, has not ended, and cannot be canceled because of its state or kind.</summary>
    NotCancelable,

    /// <summary>The credential is missing, was not accepted, or is not allowed to cancel the task.</summary>
    Denied,

    /// <summary>The service refused the request for another, definite reason. Nothing was applied. The error is attached.</summary>
    Rejected,

    /// <summary>No request was ever sent for the task. The error, if any, tells why.</summary>
    NotAttempted,
}
