namespace TaskCancellation;

/// <summary>The targets of one cancel request.</summary>
/// <param name="Items">The targets.</param>
/// <param name="Tries">How often they were refused for being too much.</param>
internal sealed record BatchChunk(IReadOnlyList<BatchItem> Items, int Tries = 0);
