using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Puts filters in the service's terms.</summary>
internal sealed class CloudFoundryFilterTranslator
{
    private readonly TaskFilter filter;
    private readonly CloudFoundryTaskFilter? own;
    private readonly List<FilterParameter> parameters = [];
    private FilterFields residual;
    private bool matchesNothing;

    private CloudFoundryFilterTranslator(TaskFilter filter)
    {
        this.filter = filter;
        own = filter as CloudFoundryTaskFilter;
    }

    internal static FilterTranslation Translate(TaskFilter filter, CloudFoundryApiFlavor flavor)
    {
        if (CloudFoundryUnsupportedFields.Find(filter, flavor).ToList() is { Count: > 0 } refused)
        {
            return new FilterTranslation { Filter = filter, Refused = refused };
        }

        var (narrowed, sentences) = Narrow(filter);
        var translator = new CloudFoundryFilterTranslator(narrowed);

        if (flavor == CloudFoundryApiFlavor.Korifi)
        {
            translator.CheckHere();
        }
        else
        {
            translator.PushDown();
        }

        translator.AddSequenceIds(flavor);
        return new FilterTranslation { Filter = narrowed, Parameters = translator.parameters, Residual = translator.residual, MatchesNothing = translator.matchesNothing, Narrowed = sentences };
    }

    /// <summary>What a listed task shows of a field that only this service's filter has, or of one that it does not meet although the service was told. Spaces and organizations no task shows.</summary>
    internal static FieldMatch Match(TaskFilter filter, FilterFields field, TaskSnapshot task) => field switch
    {
        // Some of its databases compare GUIDs without case.
        FilterFields.Scopes when task.Scope is { } app && filter.Scopes!.Contains(app, StringComparer.OrdinalIgnoreCase) => FieldMatch.Meets,
        FilterFields.ServiceSpecific when filter is CloudFoundryTaskFilter own => MatchOwn(own, task.Details as CloudFoundryTaskDetails),
        _ => FieldMatch.Contradicts,
    };

    private static FieldMatch MatchOwn(CloudFoundryTaskFilter own, CloudFoundryTaskDetails? details) =>
        own.SequenceIds is { } numbers && details?.SequenceId is { } number && !numbers.Contains(number) ? FieldMatch.Contradicts
        : own.LabelSelector is { } labels && CloudFoundryLabelSelector.IsContradictedBy(labels, details?.Labels ?? ReadOnlyValues.Map([])) ? FieldMatch.Contradicts
        : own.Updated?.Contains(details?.UpdatedAt) == false ? FieldMatch.Differs
        : FieldMatch.Meets;

    // The service knows more of an instant than the second it shows; what cannot be checked on a task is not asked for.
    private static (TaskFilter Filter, IReadOnlyList<string> Sentences) Narrow(TaskFilter filter)
    {
        var narrowed = filter with { Enqueued = filter.Enqueued?.ToWholeSeconds() };
        if (narrowed is CloudFoundryTaskFilter { Updated: { } updated } own)
        {
            narrowed = own with { Updated = updated.ToWholeSeconds() };
        }

        return (narrowed, SecondPrecision.Sentences(CloudFoundryDialect.Name, filter, narrowed));
    }

    // A number that the service's database cannot hold makes it fail; no task has it. Korifi's are instants, and long.
    private void AddSequenceIds(CloudFoundryApiFlavor flavor)
    {
        if (own?.SequenceIds is { } numbers)
        {
            long[] possible = [.. numbers.Where(number => number > 0 && (number <= int.MaxValue || flavor == CloudFoundryApiFlavor.Korifi)).Distinct()];
            matchesNothing |= possible.Length == 0;
            AddList("sequence_ids", possible.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void PushDown()
    {
        AddList("guids", filter.Ids?.Select(id => id.Value));
        AddNames();
        AddStates();
        AddScopes();
        AddList(CloudFoundryPlaces.Spaces, own?.SpaceIds);
        AddList(CloudFoundryPlaces.Organizations, own?.OrganizationIds);
        AddRange("created_ats", filter.Enqueued, FilterFields.Enqueued);
        AddRange("updated_ats", own?.Updated, FilterFields.ServiceSpecific);
        if (own?.LabelSelector is { } labels)
        {
            parameters.Add(new FilterParameter(CloudFoundryPaths.LabelSelector, [labels]));
        }
    }

    // Korifi refuses every filter; what a task shows of itself is checked here.
    private void CheckHere() => residual =
        filter.GetConstraints().Aggregate(FilterFields.None, (fields, constraint) => fields | constraint.Field);

    // The service folds case, so that it may return more.
    private void AddNames()
    {
        if (filter.Names is { } names)
        {
            residual |= FilterFields.Names;
            AddShortList("names", names);
        }
    }

    private void AddStates()
    {
        // A word that this version does not know cannot be asked for.
        if (filter.States?.Contains(TaskState.Unknown) == true)
        {
            residual |= FilterFields.States;
        }
        else if (filter.States is { } states)
        {
            var shown = CloudFoundryLifecycle.ShownBy.Where(word => word.States.Any(states.Contains)).ToArray();
            string[] words = [.. shown.Select(word => word.RawState)];
            residual |= shown.All(word => word.States.All(states.Contains)) ? FilterFields.None : FilterFields.States;
            matchesNothing = words.Length == 0;
            AddList("states", words);
        }
    }

    // With sequence ids the app is in the path.
    private void AddScopes()
    {
        if (filter.Scopes is { } apps && own?.SequenceIds is null && !AddShortList("app_guids", apps))
        {
            residual |= FilterFields.Scopes;
        }
    }

    private void AddRange(string name, TimeRange? range, FilterFields field)
    {
        if (range is not null)
        {
            residual |= field;
            parameters.AddRange(CloudFoundryInstant.Ends(name, range));
        }
    }

    private bool AddShortList(string name, IReadOnlyList<string> values)
    {
        var fits = QueryString.EscapedList(values).Length <= CloudFoundryLimits.MaxListCharacters;
        if (fits)
        {
            AddList(name, values);
        }

        return fits;
    }

    private void AddList(string name, IEnumerable<string>? values)
    {
        if (values is not null)
        {
            parameters.Add(new FilterParameter(name, [.. values]));
        }
    }
}

/// <summary>Instants as the service writes them: UTC, whole seconds.</summary>
internal static class CloudFoundryInstant
{
    /// <summary>The instant, cut to the second.</summary>
    internal static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A range of whole seconds as parameters. Told as the second to begin with and the one to stop before, it means the same whatever fraction of a second the service keeps.</summary>
    internal static IEnumerable<FilterParameter> Ends(string name, TimeRange range)
    {
        if (range.Lower is { } lower)
        {
            yield return lower.IsInclusive || IsLast(lower.Instant)
                ? new FilterParameter($"{name}[{(lower.IsInclusive ? "gte" : "gt")}]", [Format(lower.Instant)])
                : new FilterParameter($"{name}[gte]", [Format(lower.Instant.AddSeconds(1))]);
        }

        if (range.Upper is { } upper && !(upper.IsInclusive && IsLast(upper.Instant)))
        {
            yield return new FilterParameter($"{name}[lt]", [Format(upper.IsInclusive ? upper.Instant.AddSeconds(1) : upper.Instant)]);
        }
    }

    // The last second of the calendar has none after it.
    private static bool IsLast(DateTimeOffset instant) => instant > DateTimeOffset.MaxValue.AddSeconds(-1);
}
