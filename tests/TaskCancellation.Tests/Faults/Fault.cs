namespace TaskCancellation.Tests.Faults;

/// <summary>Something that goes wrong with one request.</summary>
/// <param name="Name">The name, as the page has it.</param>
/// <param name="PlayAsync">What it does with the request.</param>
internal sealed record Fault(string Name, Func<FaultedRequest, Task<HttpResponseMessage>> PlayAsync)
{
    /// <summary>What the page calls it together with its like, wherever the same is said of all of them.</summary>
    internal string? Family { get; init; }

    /// <summary>How far every request gets that it hits; null where that depends on the service's answer.</summary>
    internal RequestDelivery? Delivery { get; init; }

    /// <summary>The service does not see the request.</summary>
    internal bool IsNeverSeen { get; init; }

    /// <summary>What the client reads is true, and at most late: there is nothing to be in doubt about.</summary>
    internal bool IsHarmless { get; init; }

    /// <summary>What the client reads may be what was true before.</summary>
    internal bool IsStale { get; init; }

    /// <summary>The service, or a component in front of it, says that it did nothing.</summary>
    internal bool IsRefusal { get; init; }

    /// <summary>The service for which this reply has the form of a true one: nobody could tell that it says less than there is.</summary>
    internal string? Liar { get; init; }

    /// <summary>The server's clock goes back: a task that was named by its id alone, and was enqueued before that, is taken for another one, and the outcome says so.</summary>
    internal bool IsServerPutBack { get; init; }

    /// <summary>A login that is granted, with something that the service may not take.</summary>
    internal bool IsGranted { get; init; }

    public override string ToString() => Name;
}
