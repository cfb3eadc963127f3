namespace TaskCancellation.Http;

/// <summary>Describes how a filter was narrowed for a service that shows whole seconds.</summary>
internal static class SecondPrecision
{
    /// <summary>One sentence for each range that had an end within a second.</summary>
    internal static IReadOnlyList<string> Sentences(string service, TaskFilter filter, TaskFilter narrowed) =>
    [
        .. filter.GetConstraints().Zip(narrowed.GetConstraints())
            .Where(pair => pair.First.Range is { } before && before != pair.Second.Range)
            .Select(pair => $"{service} shows whole seconds: {pair.First} is taken as {pair.Second}, so that no task outside is addressed."),
    ];
}
