namespace TaskCancellation.Testing.Meilisearch;

/// <summary>One page of a list.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Results, int Total, uint Limit, long? From, long? Next)
{
    /// <summary>Cuts a page out of items in ascending order, hiding what must not be shown only afterwards.</summary>
    internal static Page<T> Cut(IEnumerable<T> ascending, TaskQuery query, Func<T, long> uid, Func<T, bool> isShown)
    {
        var all = ascending.ToList();
        var asked = query.Limit == uint.MaxValue ? uint.MaxValue : query.Limit + 1;
        var ordered = query.IsReversed
            ? all.Where(item => query.From is not { } from || uid(item) >= from)
            : all.AsEnumerable().Reverse().Where(item => query.From is not { } from || uid(item) <= from);
        var results = ordered.Take((int)Math.Min(asked, int.MaxValue)).Where(isShown).ToList();
        // One more than asked for shows that there is another page; hidden items can make it look like the last.
        long? next = null;
        if (results.Count == asked)
        {
            next = uid(results[^1]);
            results.RemoveAt(results.Count - 1);
        }

        return new Page<T>(results, all.Count, asked - 1, results.Count > 0 ? uid(results[0]) : null, next);
    }
}
