using System.Globalization;

namespace TaskCancellation;

/// <summary>A cancellation that was planned and not sent: the tasks it addresses, the requests it sends, the tasks it disturbs, and how long it is valid.</summary>
/// <remarks>Plain data, to be shown and stored (<c>CancellationJson</c>; <c>JsonSerializer</c> alone cannot read it back). Contains no credential. Created by <see cref="TaskClient.PlanAsync"/> and executed by <see cref="TaskClient.ExecuteAsync"/>.</remarks>
public sealed record CancellationPlan
{
    /// <summary>Gets the service, as <see cref="TaskClientCapabilities.ServiceName"/> names it. The plan cannot be executed on another service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Gets the address of the service, where the client knows it. The plan cannot be executed at another address.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Gets the description of the service at that address; <see langword="null"/> when it could not be read.</summary>
    public ServiceInfo? Service { get; init; }

    /// <summary>Gets the filter of the plan; a <see cref="StoredTaskFilter"/> in a plan that was read back.</summary>
    public required TaskFilter Filter { get; init; }

    /// <summary>Gets whether the filter has a condition (<see cref="TaskFilter.Where"/>), or had one before it was stored.</summary>
    /// <remarks>A plan that was read back without its condition can be executed only with <see cref="DriftPolicy.OnlyPlanned"/>.</remarks>
    public bool HasPredicate => Filter is { Where: not null } or StoredTaskFilter { HasPredicate: true };

    /// <summary>Gets the options for canceling.</summary>
    public CancelOptions Options { get; init; } = CancelOptions.Default;

    /// <summary>Gets the tasks that the plan addresses, as they were listed and in list order. <see cref="TaskSnapshot.ToTarget"/> returns their identity.</summary>
    public required IReadOnlyList<TaskSnapshot> Targets { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the cancel requests that would be sent.</summary>
    /// <remarks>A target that no cancellation can change, or that the cancellation of another target reaches, is in no request.</remarks>
    public IReadOnlyList<PlannedRequest> Requests { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets the tasks that are not addressed and that the cancellation would disturb.</summary>
    public IReadOnlyList<TaskSnapshot> Collateral { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets the tasks that match and are left out because their kind is protected. To address them, name their kind or id.</summary>
    public IReadOnlyList<TaskSnapshot> Protected { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets what to consider before the plan is executed.</summary>
    public IReadOnlyList<PlanWarning> Warnings { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets when the plan was created, on the client's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets until when the plan may be executed, on the client's clock (<see cref="CancelOptions.PlanLifetime"/>).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets a fingerprint of everything the plan would do, as 32 hexadecimal digits.</summary>
    /// <remarks>The fingerprint covers the service, the endpoint, the filter, <see cref="CancelOptions.AllowAll"/> and <see cref="CancelOptions.MaxTargets"/>, when the plan was made and until when it is valid, and the identity of each target. It therefore identifies one plan: a second plan of the same filter has another one. Show it for approval, and pass the approved value as <see cref="ExecuteOptions.Fingerprint"/>. It does not change when the plan is stored and read back. It identifies a plan; it is not a signature.</remarks>
    public string Fingerprint => PlanFingerprint.Of(this);

    /// <summary>Returns a one-line description of the plan.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"cancel {Targets.Count} of {ServiceName}{(Endpoint is null ? "" : $" at {Endpoint}")} in {Requests.Count} {(Requests.Count == 1 ? "request" : "requests")}, {(HasPredicate ? "with a condition, " : "")}until {ExpiresAt.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z: {Filter}");

    /// <summary>The condition was lost when the plan was stored.</summary>
    internal bool IsPredicateLost => HasPredicate && Filter.Where is null;
}
