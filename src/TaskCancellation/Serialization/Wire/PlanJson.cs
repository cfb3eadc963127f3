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

/// <summary>How to cancel.</summary>
internal sealed record OptionsJson
{
    public required bool AllowAll { get; init; }

    public int? MaxTargets { get; init; }

    public required string Selection { get; init; }

    public required int MaxConcurrency { get; init; }

    public required TimeSpan PlanLifetime { get; init; }

    internal static OptionsJson From(CancelOptions options) => new()
    {
        AllowAll = options.AllowAll,
        MaxTargets = options.MaxTargets,
        Selection = options.Selection.ToString(),
        MaxConcurrency = options.MaxConcurrency,
        PlanLifetime = options.PlanLifetime,
    };

    internal CancelOptions ToModel() => new()
    {
        AllowAll = AllowAll,
        MaxTargets = MaxTargets,
        Selection = Stored.Name<CancelSelection>(Selection),
        MaxConcurrency = MaxConcurrency,
        PlanLifetime = PlanLifetime,
    };
}

/// <summary>A request as it would be sent.</summary>
internal sealed record RequestJson
{
    public required string Description { get; init; }

    public required IReadOnlyList<string> Ids { get; init; }

    internal static RequestJson From(PlannedRequest request) => new() { Description = request.Description, Ids = [.. request.Ids.Select(id => id.Value)] };

    internal PlannedRequest ToModel() => new(Description, Stored.Each(Ids, id => new TaskId(id)));
}

/// <summary>What to know before a plan is executed.</summary>
internal sealed record WarningJson
{
    public required string Kind { get; init; }

    public required string Text { get; init; }

    internal static WarningJson From(PlanWarning warning) => new() { Kind = warning.Kind.ToString(), Text = warning.Text };

    internal PlanWarning ToModel() => new(Stored.Name<PlanWarningKind>(Kind), Text);
}

/// <summary>What answered at the endpoint.</summary>
internal sealed record ServiceJson
{
    public required string Product { get; init; }

    public string? Version { get; init; }

    public required Uri Endpoint { get; init; }

    public bool? CanList { get; init; }

    public bool? CanCancel { get; init; }

    internal static ServiceJson? From(ServiceInfo? service) => service is null ? null : new ServiceJson
    {
        Product = service.Product,
        Version = service.Version,
        Endpoint = service.Endpoint,
        CanList = service.CanList,
        CanCancel = service.CanCancel,
    };

    internal ServiceInfo ToModel() => new()
    {
        Product = Product,
        Version = Version,
        Endpoint = Stored.Address(Endpoint)!,
        CanList = CanList,
        CanCancel = CanCancel,
    };
}
