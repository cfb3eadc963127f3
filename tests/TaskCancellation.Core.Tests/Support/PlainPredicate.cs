using System.Text.RegularExpressions;

namespace TaskCancellation.Core.Tests;

/// <summary>What a filter means, written down a second time, without a call into the library's own matcher.</summary>
internal static class PlainPredicate
{
    internal const FilterFields Every = (FilterFields)1023;

    internal static bool Matches(TaskFilter filter, TaskSnapshot task, FilterFields fields = Every)
    {
        var failed = new List<FilterFields>();
        if (filter.Ids is not null && !filter.Ids.Any(id => id.Value == task.Id.Value))
        {
            failed.Add(FilterFields.Ids);
        }

        if (filter.States is not null && !filter.States.Any(state => state == task.State))
        {
            failed.Add(FilterFields.States);
        }

        if (filter.Kinds is not null && !(task.Kind is not null && filter.Kinds.Any(pattern => KindMatches(pattern, task.Kind))))
        {
            failed.Add(FilterFields.Kinds);
        }

        if (filter.Scopes is not null && !filter.Scopes.Any(scope => string.Equals(scope, task.Scope, StringComparison.Ordinal)))
        {
            failed.Add(FilterFields.Scopes);
        }

        if (filter.Names is not null && !filter.Names.Any(name => string.Equals(name, task.Name, StringComparison.Ordinal)))
        {
            failed.Add(FilterFields.Names);
        }

        AddUnlessWithin(filter.Enqueued, task.EnqueuedAt, FilterFields.Enqueued);
        AddUnlessWithin(filter.Started, task.StartedAt, FilterFields.Started);
        AddUnlessWithin(filter.Finished, task.FinishedAt, FilterFields.Finished);
        if (filter.Where is not null && !filter.Where(task))
        {
            failed.Add(FilterFields.Where);
        }

        return !failed.Any(field => fields.HasFlag(field));

        void AddUnlessWithin(TimeRange? range, DateTimeOffset? value, FilterFields field)
        {
            if (range is not null && !IsWithin(range, value))
            {
                failed.Add(field);
            }
        }
    }

    internal static bool KindMatches(string pattern, string kind) =>
        Regex.IsMatch(kind, @"\A" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal) + @"\z", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static bool IsWithin(TimeRange range, DateTimeOffset? value)
    {
        if (value is null)
        {
            return false;
        }

        var ticks = value.Value.UtcTicks;
        if (range.Lower is { } lower && (lower.IsInclusive ? ticks < lower.Instant.UtcTicks : ticks <= lower.Instant.UtcTicks))
        {
            return false;
        }

        return range.Upper is not { } upper || (upper.IsInclusive ? ticks <= upper.Instant.UtcTicks : ticks < upper.Instant.UtcTicks);
    }
}
