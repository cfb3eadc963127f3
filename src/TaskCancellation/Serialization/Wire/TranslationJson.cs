namespace TaskCancellation.Serialization;

/// <summary>A translated filter, to list by it later.</summary>
internal sealed record TranslationJson
{
    public required FilterJson Filter { get; init; }

    public required IReadOnlyList<ParameterJson> Parameters { get; init; }

    public IReadOnlyList<string>? Residual { get; init; }

    public bool? MatchesNothing { get; init; }

    public IReadOnlyList<string>? Narrowed { get; init; }

    internal static TranslationJson? From(FilterTranslation? translation) => translation is null ? null : new TranslationJson
    {
        Filter = FilterJson.From(translation.Filter),
        Parameters = [.. translation.Parameters.Select(one => new ParameterJson { Name = one.Name, Value = one.Value })],
        Residual = translation.Residual == FilterFields.None ? null : [.. Enum.GetValues<FilterFields>().Where(field => field != FilterFields.None && translation.Residual.HasFlag(field)).Select(field => field.ToString())],
        MatchesNothing = translation.MatchesNothing ? true : null,
        Narrowed = translation.Narrowed.Count == 0 ? null : translation.Narrowed,
    };

    internal FilterTranslation ToModel() => new()
    {
        Filter = Filter.ToModel(),
        Parameters = Stored.Each(Parameters, one => new FilterParameter(one.Name, one.Value)),
        Residual = Stored.Each(Residual ?? [], Stored.Name<FilterFields>).Aggregate(FilterFields.None, (all, field) => all | field),
        MatchesNothing = MatchesNothing ?? false,
        Narrowed = Stored.Each(Narrowed ?? [], sentence => sentence),
    };
}
