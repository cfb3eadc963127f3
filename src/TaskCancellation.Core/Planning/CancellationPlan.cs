using System.Globalization;

namespace TaskCancellation;

/// <summary>A cancel that was thought through and not sent: what it would address, send and disturb, where and until when. Made by <see cref="TaskClient.PlanAsync"/>, carried out by <see cref="TaskClient.ExecuteAsync"/>.</summary>
/// <remarks>Plain data, to show and to store (<c>CancellationJson</c>). Holds no credential.</remarks>
public sealed record CancellationPlan
{
    /// <summary>The service, as <see cref="TaskClientCapabilities.ServiceName"/> names it. The plan is executed on no other.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's address, where the client knows it. The plan is executed at no other.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>What answered there; null when it could not be asked.</summary>
    public ServiceInfo? Service { get; init; }

    /// <summary>The filter that was planned with; a <see cref="StoredTaskFilter"/> in a plan that was read back.</summary>
    public required TaskFilter Filter { get; init; }

    /// <summary>The filter has a condition (<see cref="TaskFilter.Where"/>), or had one before it was stored. Read back, the plan is executed under <see cref="DriftPolicy.OnlyPlanned"/> alone.</summary>
    public bool HasPredicate => Filter is { Where: not null } or StoredTaskFilter { HasPredicate: true };

    /// <summary>How to cancel.</summary>
    public CancelOptions Options { get; init; } = CancelOptions.Default;

    /// <summary>The tasks it addresses as they were listed, in list order. <see cref="TaskSnapshot.ToTarget"/> has their identity.</summary>
    public required IReadOnlyList<TaskSnapshot> Targets { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>The cancel requests that would be sent. Targets that no cancel can change, or that the cancel of another one reaches, are in none.</summary>
    public IReadOnlyList<PlannedRequest> Requests { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Tasks that are not addressed and that the cancel would disturb.</summary>
    public IReadOnlyList<TaskSnapshot> Collateral { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Tasks that match and are left out because their kind is protected; name their kind or id to address them.</summary>
    public IReadOnlyList<TaskSnapshot> Protected { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>What to know before it is executed.</summary>
    public IReadOnlyList<PlanWarning> Warnings { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>When it was made, on the client's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it may be executed, on the client's clock (<see cref="CancelOptions.PlanLifetime"/>).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets a fingerprint of everything the plan would do: 32 hexadecimal digits over service, endpoint, filter, options, and the identity of each target. Two plans with the same fingerprint cancel the same tasks in the same way.</summary>
    /// <remarks>Show it to whoever approves the plan, and pass what was approved as <see cref="ExecuteOptions.Fingerprint"/>. It survives being stored and read back. It identifies a plan; it is not a signature.</remarks>
    public string Fingerprint => PlanFingerprint.Of(this);

    /// <summary>The plan in a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"cancel {Targets.Count} of {ServiceName}{(Endpoint is null ? "" : $" at {Endpoint}")} in {Requests.Count} {(Requests.Count == 1 ? "request" : "requests")}, {(HasPredicate ? "with a condition, " : "")}until {ExpiresAt.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z: {Filter}");

    /// <summary>The condition was lost when the plan was stored.</summary>
    internal bool IsPredicateLost => HasPredicate && Filter.Where is null;
}
