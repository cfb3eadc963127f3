namespace TaskCancellation.Serialization;

/// <summary>A plan.</summary>
internal sealed record PlanJson
{
    internal const string FormatName = "taskcancellation/plan";

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Service { get; init; }

    public Uri? Endpoint { get; init; }

    public ServiceJson? ServiceInfo { get; init; }

    public required FilterJson Filter { get; init; }

    public required OptionsJson Options { get; init; }

    public required IReadOnlyList<SnapshotJson> Targets { get; init; }

    public required IReadOnlyList<RequestJson> Requests { get; init; }

    public required IReadOnlyList<SnapshotJson> Collateral { get; init; }

    public required IReadOnlyList<SnapshotJson> Protected { get; init; }

    public required IReadOnlyList<WarningJson> Warnings { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    internal static PlanJson From(CancellationPlan plan, int version) => new()
    {
        Format = FormatName,
        Version = version,
        Service = plan.ServiceName,
        Endpoint = plan.Endpoint,
        ServiceInfo = ServiceJson.From(plan.Service),
        Filter = FilterJson.From(plan.Filter),
        Options = OptionsJson.From(plan.Options),
        Targets = [.. plan.Targets.Select(SnapshotJson.From)],
        Requests = [.. plan.Requests.Select(RequestJson.From)],
        Collateral = [.. plan.Collateral.Select(SnapshotJson.From)],
        Protected = [.. plan.Protected.Select(SnapshotJson.From)],
        Warnings = [.. plan.Warnings.Select(WarningJson.From)],
        CreatedAt = plan.CreatedAt,
        ExpiresAt = plan.ExpiresAt,
    };

    internal CancellationPlan ToModel() => ToModel(Options.ToModel());

    private CancellationPlan ToModel(CancelOptions options) => new()
    {
        ServiceName = Service,
        Endpoint = Stored.Address(Endpoint),
        Service = ServiceInfo?.ToModel(),
        Filter = Filter.ToModel(),
        Options = options,
        Targets = Stored.Each(Targets, task => task.ToModel()),
        Requests = Stored.Each(Requests, request => request.ToModel()),
        Collateral = Stored.Each(Collateral, task => task.ToModel()),
        Protected = Stored.Each(Protected, task => task.ToModel()),
        Warnings = Stored.Each(Warnings, warning => warning.ToModel()),
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt < CreatedAt || ExpiresAt - CreatedAt > options.PlanLifetime
            ? throw Stored.Broken($"it was made at {CreatedAt:O} for {options.PlanLifetime}, and cannot be good until {ExpiresAt:O}")
            : ExpiresAt,
    };
}
