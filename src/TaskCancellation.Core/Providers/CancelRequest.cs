namespace TaskCancellation.Providers;

/// <summary>One cancel request: some targets, or one filter that the service evaluates exactly.</summary>
public sealed record CancelRequest
{
    /// <summary>The targets, at most what the service takes in one request; empty for a cancel by filter.</summary>
    public IReadOnlyList<TaskTarget> Targets { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>The filter, for a cancel by filter.</summary>
    public FilterTranslation? Filter { get; init; }

    /// <summary>A random number from 1 to 999,999,999 that a dialect may weave into the request, to recognize it when the reply is lost.</summary>
    public int Nonce { get; init; }
}
