namespace TaskCancellation.Http;

/// <summary>Says what became of a filter whose service shows whole seconds.</summary>
internal static class SecondPrecision
{
    /// <summary>A sentence for each range that lost an end within a second.</summary>
    internal static IReadOnlyList<string> Sentences(string service, TaskFilter filter, TaskFilter narrowed) =>
    [
        .. filter.GetConstraints().Zip(narrowed.GetConstraints())
            .Where(pair => pair.First.Range is { } before && before != pair.Second.Range)
            .Select(pair => $"{service} shows whole seconds: {pair.First} is taken as {pair.Second}, so that no task outside is addressed."),
    ];
}
