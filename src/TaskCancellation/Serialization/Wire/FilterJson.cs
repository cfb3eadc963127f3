namespace TaskCancellation.Serialization;

/// <summary>A filter. A condition in code cannot be stored: that there was one is.</summary>
internal sealed record FilterJson
{
    // Whatever else constrains is a service's own: left out, the filter would be a wider one.
    private static readonly string[] Common =
    [
        nameof(TaskFilter.Ids), nameof(TaskFilter.States), nameof(TaskFilter.Kinds), nameof(TaskFilter.Scopes), nameof(TaskFilter.Names),
        nameof(TaskFilter.Enqueued), nameof(TaskFilter.Started), nameof(TaskFilter.Finished), nameof(TaskFilter.Where),
    ];

    public IReadOnlyList<string>? Ids { get; init; }

    public IReadOnlyList<string>? States { get; init; }

    public IReadOnlyList<string>? Kinds { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public IReadOnlyList<string>? Names { get; init; }

    public RangeJson? Enqueued { get; init; }

    public RangeJson? Started { get; init; }

    public RangeJson? Finished { get; init; }

    public IReadOnlyList<FieldJson>? Service { get; init; }

    public bool? HasPredicate { get; init; }

    internal static FilterJson From(TaskFilter filter)
    {
        FieldJson[] own = [.. filter.GetConstraints().Where(constraint => !Common.Contains(constraint.Name)).Select(FieldJson.From)];
        return new FilterJson
        {
            Ids = filter.Ids?.Select(id => id.Value).ToList(),
            States = filter.States?.Select(state => state.ToString()).ToList(),
            Kinds = filter.Kinds,
            Scopes = filter.Scopes,
            Names = filter.Names,
            Enqueued = RangeJson.From(filter.Enqueued),
            Started = RangeJson.From(filter.Started),
            Finished = RangeJson.From(filter.Finished),
            Service = own.Length == 0 ? null : own,
            HasPredicate = filter is { Where: not null } or StoredTaskFilter { HasPredicate: true } ? true : null,
        };
    }

    internal StoredTaskFilter ToModel() => new()
    {
        Ids = Ids is null ? null : Stored.Each(Ids, id => new TaskId(id)),
        States = States is null ? null : Stored.Each(States, Stored.Name<TaskState>),
        Kinds = Texts(Kinds),
        Scopes = Texts(Scopes),
        Names = Texts(Names),
        Enqueued = Enqueued?.ToModel(),
        Started = Started?.ToModel(),
        Finished = Finished?.ToModel(),
        ServiceFields = Service is null ? [] : Stored.Each(Service, field => field.ToModel()),
        HasPredicate = HasPredicate ?? false,
    };

    private static string[]? Texts(IReadOnlyList<string>? values) => values is null ? null : Stored.Each(values, value => value);
}
