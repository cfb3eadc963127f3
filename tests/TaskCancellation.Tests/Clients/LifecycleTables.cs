namespace TaskCancellation.Tests.Clients;

/// <summary>The state machines of the five services, against which their clients' are held.</summary>
internal static class LifecycleTables
{
    private const string Gone = "(gone)";
    private const CancelEffect Accepted = CancelEffect.Accepted;
    private const CancelEffect Ignored = CancelEffect.Ignored;
    private const CancelEffect Refused = CancelEffect.Refused;

    private static readonly LifecycleTable Meilisearch = new(
        "Meilisearch",
        "Meilisearch",
        CancelIsIrrevocable: false,
        [TaskState.Pending, TaskState.Running],
        [
            new("enqueued", "enqueued", TaskState.Pending, Accepted, "processing", "-", "-", "enqueued", "canceled", "-", "-", "-", "-"),
            new("processing", "processing", TaskState.Running, Accepted, "-", "succeeded", "failed", "processing", "canceled", "enqueued", "-", "-", "-"),
            new("succeeded", "succeeded", TaskState.Succeeded, Ignored, "-", "-", "-", "succeeded", "-", "-", "-", "-", Gone),
            new("failed", "failed", TaskState.Failed, Ignored, "-", "-", "-", "failed", "-", "-", "-", "-", Gone),
            new("failed (upgradeDatabase)", "failed", TaskState.Failed, Accepted, "processing", "-", "-", "failed (upgradeDatabase)", "canceled", "-", "-", "-", Gone),
            new("canceled", "canceled", TaskState.Canceled, Ignored, "-", "-", "-", "canceled", "-", "-", "-", "-", Gone),
        ],
        [
            ("missing_authorization_header", CancelDisposition.Denied),
            ("invalid_api_key", CancelDisposition.Denied),
            ("missing_task_filters", CancelDisposition.Rejected),
            ("no_space_left_on_device", CancelDisposition.Rejected),
        ]);

    private static readonly LifecycleTable Elasticsearch = new(
        "Elasticsearch",
        "Elasticsearch",
        CancelIsIrrevocable: false,
        [TaskState.Running, TaskState.Canceling],
        [
            new("running", "running", TaskState.Running, Accepted, "-", "completed (response)", "completed (error)", "running (flagged cancelled)", "-", "-", "completed (unrecorded)", "-", Gone),
            new("running (not cancellable)", "not cancellable", TaskState.Running, Refused, "-", "completed (response)", "completed (error)", "-", "-", "-", "completed (unrecorded)", "-", Gone),
            new("running (flagged cancelled)", "cancelled", TaskState.Canceling, Accepted, "-", "completed (response)", "completed (error)", "running (flagged cancelled)", "completed (canceled)", "-", "completed (unrecorded)", "-", Gone),
            new("completed (response)", "response", TaskState.Succeeded, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
            new("completed (error)", "error", TaskState.Failed, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
            new("completed (canceled)", "canceled", TaskState.Canceled, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
            new("completed (unrecorded)", "unrecorded", TaskState.Unknown, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
        ],
        [
            ("resource_not_found_exception", CancelDisposition.NotFound),
            ("security_exception", CancelDisposition.Denied),
            ("illegal_argument_exception", CancelDisposition.Rejected),
            ("action_request_validation_exception", CancelDisposition.Rejected),
            ("api_not_available_exception", CancelDisposition.Rejected),
        ]);

    private static readonly LifecycleTable CloudFoundry = new(
        "CloudFoundry",
        "Cloud Foundry",
        CancelIsIrrevocable: false,
        [TaskState.Pending, TaskState.Running, TaskState.Canceling],
        [
            new("PENDING", "PENDING", TaskState.Pending, Accepted, "RUNNING", "-", "FAILED", "CANCELING", "-", "-", "-", "FAILED", Gone),
            new("RUNNING", "RUNNING", TaskState.Running, Accepted, "-", "SUCCEEDED", "FAILED", "CANCELING", "-", "-", "FAILED", "-", Gone),
            new("CANCELING", "CANCELING", TaskState.Canceling, Accepted, "RUNNING", "SUCCEEDED", "FAILED", "CANCELING", "FAILED (task was cancelled)", "-", "FAILED", "-", Gone),
            new("SUCCEEDED", "SUCCEEDED", TaskState.Succeeded, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
            new("FAILED", "FAILED", TaskState.Failed, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
            new("FAILED (task was cancelled)", "FAILED", TaskState.Canceled, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
        ],
        [
            ("1000", CancelDisposition.Denied),
            ("10002", CancelDisposition.Denied),
            ("10003", CancelDisposition.Denied),
            ("10007", CancelDisposition.Denied),
            ("10017", CancelDisposition.Denied),
            ("10019", CancelDisposition.Denied),
            ("10010", CancelDisposition.NotFound),
            ("10008", CancelDisposition.AlreadyEnded),
            ("10020", CancelDisposition.Rejected),
        ]);

    // The order of Pending and Processing is inferred; its 409 does not say why, and the rest is told by the status.
    private static readonly LifecycleTable TopazImage = new(
        "TopazImage",
        "Topaz Image API",
        CancelIsIrrevocable: true,
        [TaskState.Pending, TaskState.Running],
        [
            new("Pending", "Pending", TaskState.Pending, Accepted, "Processing", "-", "Failed", "Cancelled", "-", "-", "-", "-", "-"),
            new("Processing", "Processing", TaskState.Running, Accepted, "-", "Completed", "Failed", "Cancelled", "-", "Pending", "-", "-", "-"),
            new("Completed", "Completed", TaskState.Succeeded, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
            new("Cancelled", "Cancelled", TaskState.Canceled, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
            new("Failed", "Failed", TaskState.Failed, Refused, "-", "-", "-", "-", "-", "-", "-", "-", Gone),
        ],
        [])
    {
        HasInferredSteps = true,
    };

    // The order of QUEUEING and QUEUED, and who gets to TIMEOUT, MISSED_SCHEDULE and FAILED_TO_RUN, is inferred.
    private static readonly LifecycleTable VeevaVault = new(
        "VeevaVault",
        "Veeva Vault",
        CancelIsIrrevocable: true,
        [TaskState.Pending, TaskState.Running, TaskState.Canceling],
        [
            new("SCHEDULED", "SCHEDULED", TaskState.Pending, Accepted, "QUEUEING", "-", "FAILED_TO_RUN", "CANCELLING", "-", "-", "-", "MISSED_SCHEDULE", "-"),
            new("QUEUEING", "QUEUEING", TaskState.Pending, Accepted, "QUEUED", "-", "-", "CANCELLING", "-", "-", "-", "-", "-"),
            new("QUEUED", "QUEUED", TaskState.Pending, Accepted, "RUNNING", "-", "-", "CANCELLING", "-", "-", "-", "-", "-"),
            new("RUNNING", "RUNNING", TaskState.Running, Refused, "-", "SUCCESS", "ERRORS_ENCOUNTERED", "-", "-", "-", "COMPLETED_DUE_TO_INACTIVITY", "TIMEOUT", "-"),
            new("CANCELLING", "CANCELLING", TaskState.Canceling, Refused, "-", "-", "-", "-", "CANCELLED", "-", "-", "-", "-"),
            new("SUCCESS", "SUCCESS", TaskState.Succeeded, Refused, "-", "-", "-", "-", "-", "-", "-", "-", "-"),
            new("ERRORS_ENCOUNTERED", "ERRORS_ENCOUNTERED", TaskState.Failed, Refused, "-", "-", "-", "-", "-", "-", "-", "-", "-"),
            new("TIMEOUT", "TIMEOUT", TaskState.Failed, Refused, "-", "-", "-", "-", "-", "-", "-", "-", "-"),
            new("COMPLETED_DUE_TO_INACTIVITY", "COMPLETED_DUE_TO_INACTIVITY", TaskState.Failed, Refused, "-", "-", "-", "-", "-", "-", "-", "-", "-"),
            new("MISSED_SCHEDULE", "MISSED_SCHEDULE", TaskState.Failed, Refused, "-", "-", "-", "-", "-", "-", "-", "-", "-"),
            new("FAILED_TO_RUN", "FAILED_TO_RUN", TaskState.Failed, Refused, "-", "-", "-", "-", "-", "-", "-", "-", "-"),
            new("CANCELLED", "CANCELLED", TaskState.Canceled, Refused, "-", "-", "-", "-", "-", "-", "-", "-", "-"),
        ],
        [
            ("INVALID_SESSION_ID", CancelDisposition.Denied),
            ("INSUFFICIENT_ACCESS", CancelDisposition.Denied),
            ("CONFIGURATION_MODE_ENABLED", CancelDisposition.Denied),
            ("OPERATION_NOT_ALLOWED", CancelDisposition.Rejected),
            ("PARAMETER_REQUIRED", CancelDisposition.Rejected),
            ("METHOD_NOT_SUPPORTED", CancelDisposition.Rejected),
            ("MALFORMED_URL", CancelDisposition.Rejected),
        ])
    {
        HasInferredSteps = true,
        HasInferredEffects = true,
    };

    internal static LifecycleTable[] All { get; } = [Meilisearch, Elasticsearch, CloudFoundry, TopazImage, VeevaVault];
}
