using System.Buffers;
using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>Puts a filter in the parameters of GET /tasks and POST /tasks/cancel.</summary>
internal static class MeilisearchFilterTranslator
{
    private const string Statuses = "statuses";
    private static readonly SearchValues<char> OfIndexes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    internal static FilterTranslation Translate(TaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var draft = new Draft();
        if (filter is not MeilisearchTaskFilter && filter.GetType() != typeof(TaskFilter))
        {
            draft.Refuse(filter.GetType().Name, "it is another service's filter. Use TaskFilter or MeilisearchTaskFilter.");
        }

        AddIds(draft, "uids", nameof(filter.Ids), filter.Ids?.Select(id => id.Value));
        if (filter is MeilisearchTaskFilter own)
        {
            AddIds(draft, "batchUids", nameof(own.BatchIds), own.BatchIds?.Select(id => id.ToString(CultureInfo.InvariantCulture)));
            AddIds(draft, "canceledBy", nameof(own.CanceledBy), own.CanceledBy?.Select(id => id.Value));

            // Where a list begins; a cancel does not take it.
            draft.Residual |= own.EnqueuedUpTo is null ? FilterFields.None : FilterFields.ServiceSpecific;
        }

        AddKinds(draft, filter.Kinds);
        AddStates(draft, filter.States);
        AddScopes(draft, filter.Scopes);
        MeilisearchTime.Add(draft.Parameters, "EnqueuedAt", filter.Enqueued);
        MeilisearchTime.Add(draft.Parameters, "StartedAt", filter.Started);
        MeilisearchTime.Add(draft.Parameters, "FinishedAt", filter.Finished);
        if (filter.Names is not null)
        {
            draft.Refuse(nameof(filter.Names), "its tasks have no name.");
        }

        return new FilterTranslation
        {
            Filter = filter,
            Parameters = draft.Parameters,
            Residual = draft.Residual,
            Refused = draft.Refused ?? [],
            MatchesNothing = draft.MatchesNothing,
        };
    }

    /// <summary>The same filter, of these kinds: one that names none.</summary>
    internal static FilterTranslation Narrow(FilterTranslation filter, IReadOnlyList<string> kinds) => filter with
    {
        Filter = filter.Filter with { Kinds = kinds },
        Parameters =
        [
            .. filter.Parameters.TakeWhile(one => one.Name != Statuses),
            new FilterParameter(MeilisearchPaths.Types, kinds),
            .. filter.Parameters.SkipWhile(one => one.Name != Statuses),
        ],
    };

    /// <summary>What a listed task shows of a field that only this service's filter has, or of one that it does not meet although the server was told.</summary>
    internal static FieldMatch Match(TaskFilter filter, FilterFields field, TaskSnapshot task) => field switch
    {
        FilterFields.Scopes when filter.Scopes!.Any(index => IsNewNameIn(task, index)) => FieldMatch.Meets,
        FilterFields.ServiceSpecific when filter is MeilisearchTaskFilter own => MatchOwn(own, task),
        _ => FieldMatch.Contradicts,
    };

    // A rename belongs to both of its names, and its index is the old one.
    private static bool IsNewNameIn(TaskSnapshot task, string index) =>
        task.Details is MeilisearchTaskDetails { Members: { } members } && members.TryGetValue("newIndexUid", out var name) && name == $"\"{index}\"";

    // A task that was canceled shows the batch of its cancellation, and one that was sent back to the queue none: only of what runs is it certain.
    private static FieldMatch MatchOwn(MeilisearchTaskFilter own, TaskSnapshot task) =>
        own.CanceledBy is { } cancellations && !(task.CanceledBy is { } by && cancellations.Contains(by)) ? FieldMatch.Contradicts
        : own.EnqueuedUpTo is { } last && MeilisearchIds.NumberOf(task.Id) > MeilisearchIds.NumberOf(last) ? FieldMatch.Contradicts
        : own.BatchIds is not { } batches || task.IsTerminal || (task.Details is MeilisearchTaskDetails { BatchUid: { } batch } && batches.Contains(batch)) ? FieldMatch.Meets
        : task.State == TaskState.Running ? FieldMatch.Contradicts
        : FieldMatch.Differs;

    private static void AddIds(Draft draft, string parameter, string field, IEnumerable<string>? ids)
    {
        if (ids is null)
        {
            return;
        }

        string[] values = [.. ids.Distinct()];
        if (values.FirstOrDefault(id => !MeilisearchIds.IsUid(id)) is { } bad)
        {
            draft.Refuse(field, $"'{bad}' is not a whole number from 0 to 4294967295.");
        }
        else
        {
            draft.Add(parameter, values);
        }
    }

    private static void AddKinds(Draft draft, IReadOnlyList<string>? kinds)
    {
        if (kinds is null)
        {
            return;
        }

        if (kinds.Find(kind => kind.Contains('*', StringComparison.Ordinal)) is not null)
        {
            // The server has no wildcard within a kind.
            draft.Residual |= FilterFields.Kinds;
        }
        else if (kinds.Find(kind => !MeilisearchKinds.IsSendable(kind)) is { } bad)
        {
            draft.Refuse(nameof(TaskFilter.Kinds), $"'{bad}' cannot be a task type; types are of letters only.");
        }
        else
        {
            draft.Add(MeilisearchPaths.Types, kinds.Once());
            draft.Residual |= kinds.Find(kind => !MeilisearchKinds.IsExact(kind)) is null ? FilterFields.None : FilterFields.Kinds;
        }
    }

    private static void AddStates(Draft draft, IReadOnlyList<TaskState>? states)
    {
        if (states is null)
        {
            return;
        }

        if (states.Contains(TaskState.Unknown))
        {
            // What this version does not know cannot be asked for by name.
            draft.Residual |= FilterFields.States;
            return;
        }

        var statuses = new List<string>(states.Count);
        for (var at = 0; at < states.Count; at++)
        {
            if (MeilisearchLifecycle.RawOf(states[at]) is { } word && !statuses.Contains(word))
            {
                statuses.Add(word);
            }
        }

        draft.MatchesNothing |= statuses.Count == 0;
        draft.Add(Statuses, statuses);
    }

    private static void AddScopes(Draft draft, IReadOnlyList<string>? scopes)
    {
        if (scopes is null)
        {
            return;
        }

        if (scopes.Find(uid => !IsIndexUid(uid)) is { } bad)
        {
            draft.Refuse(nameof(TaskFilter.Scopes), $"'{bad}' cannot be asked for as an index uid: 1 to 400 ASCII letters, digits, hyphens and underscores.");
        }
        else
        {
            draft.Add("indexUids", scopes.Once());
        }
    }

    private static bool IsIndexUid(string uid) => uid.Length is > 0 and <= 400 && !uid.AsSpan().ContainsAnyExcept(OfIndexes);

    private sealed class Draft
    {
        internal List<FilterParameter> Parameters { get; } = [];

        internal List<UnsupportedFilterField>? Refused { get; private set; }

        internal FilterFields Residual { get; set; }

        internal bool MatchesNothing { get; set; }

        // An empty list is never sent: it is either no constraint or was refused before.
        internal void Add(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                Parameters.Add(new FilterParameter(name, values));
            }
        }

        internal void Refuse(string field, string reason) => (Refused ??= []).Add(new UnsupportedFilterField(field, reason));
    }
}

/// <summary>Time bounds. The server's are exclusive and compare nanoseconds; a filter's compare 100 ns, so that a task counts with its time cut to that.</summary>
/// <remarks>To the server an instant before 1970 is later than all others: a lower end there would let nothing through, an upper end everything. At 1970 itself they do as they should.</remarks>
internal static class MeilisearchTime
{
    private const string Epoch = "1970-01-01T00:00:00.000000000Z";
    private const string AfterEverything = "9999-12-31T23:59:59.999999999Z";

    /// <summary>Adds the ends that a range has: after… and before….</summary>
    internal static void Add(List<FilterParameter> parameters, string member, TimeRange? range)
    {
        if (range?.Lower is { } lower)
        {
            parameters.Add(new FilterParameter(
                "after" + member,
                [
                    lower.Instant <= DateTimeOffset.UnixEpoch ? Epoch
                    : lower.IsInclusive ? Format(lower.Instant.UtcDateTime.AddTicks(-1), 99)
                    : Format(lower.Instant.UtcDateTime, 99),
                ]));
        }

        if (range?.Upper is { } upper)
        {
            parameters.Add(new FilterParameter("before" + member, [upper.Instant <= DateTimeOffset.UnixEpoch ? Epoch : upper.IsInclusive ? JustAfter(upper.Instant) : Format(upper.Instant.UtcDateTime, 0)]));
        }
    }

    private static string JustAfter(DateTimeOffset instant) =>
        instant.UtcTicks == DateTimeOffset.MaxValue.UtcTicks ? AfterEverything : Format(instant.UtcDateTime.AddTicks(1), 0);

    private static string Format(DateTime utc, int nanoseconds) => string.Create(
        CultureInfo.InvariantCulture, $"{utc:yyyy-MM-dd'T'HH:mm:ss.fffffff}{nanoseconds:00}Z");
}
