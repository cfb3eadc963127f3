namespace TaskCancellation.Providers;

/// <summary>One cancel request: either targets, or a filter that the service evaluates exactly.</summary>
public sealed record CancelRequest
{
    /// <summary>Gets the targets, at most as many as the service accepts in one request; empty for a cancellation by filter.</summary>
    public IReadOnlyList<TaskTarget> Targets { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets the filter of a cancellation by filter; otherwise <see langword="null"/>.</summary>
    public FilterTranslation? Filter { get; init; }

    /// <summary>Gets a random number from 1 to 999,999,999.</summary>
    /// <remarks>A client may include it in the request, to recognize the request when its reply is lost.</remarks>
    public int Nonce { get; init; }
}
