using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>
/// One call, as the library makes it and as a careful programmer would make it by hand, over the same replies.
/// The floor sends the same number and kind of requests, sets the same headers, reads each body into a rented buffer, and deserializes it with
/// source-generated System.Text.Json into plain records with the members that the library's snapshots expose: equal work, without retries, checks and verdicts.
/// The library is as it comes: resilience on, telemetry compiled in, nobody listening.
/// </summary>
internal abstract class Scenario
{
    /// <summary>Gets the name by which it is asked for, and found in <see cref="Budgets"/>.</summary>
    internal abstract string Name { get; }

    /// <summary>Gets what the service answers.</summary>
    internal abstract CannedReplies Replies { get; }

    /// <summary>Makes the call by hand.</summary>
    internal abstract Func<Task<Answer>> Floor(HttpClient http, Uri root);

    /// <summary>Makes the call with a client that the library makes for that HTTP client, or, where there is none, for the address alone.</summary>
    internal abstract Func<Task<Answer>> Library(HttpClient? http, Uri root);

    /// <summary>Makes the call with other clients for the same service, if there are any.</summary>
    /// <param name="network">What they send through; null for their own.</param>
    /// <param name="root">The service.</param>
    internal virtual IReadOnlyList<Side> Peers(HttpMessageHandler? network, Uri root) => [];

    public override string ToString() => Name;
}
