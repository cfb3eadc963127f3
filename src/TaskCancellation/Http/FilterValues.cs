namespace TaskCancellation.Http;

/// <summary>Goes through the values of a filter without an enumerator: most fields have one or two.</summary>
internal static class FilterValues
{
    /// <summary>The first value that is so; null when none is.</summary>
    internal static string? Find(this IReadOnlyList<string> values, Func<string, bool> isSo)
    {
        for (var at = 0; at < values.Count; at++)
        {
            if (isSo(values[at]))
            {
                return values[at];
            }
        }

        return null;
    }

    /// <summary>The values, each once.</summary>
    internal static IReadOnlyList<string> Once(this IReadOnlyList<string> values) => values.Count < 2 ? values : [.. values.Distinct(StringComparer.Ordinal)];
}
