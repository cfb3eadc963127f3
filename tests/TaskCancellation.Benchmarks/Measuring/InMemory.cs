using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>Every side of a scenario over the same canned bytes, without a network.</summary>
internal sealed class InMemory : IDisposable
{
    private static readonly Uri Root = new("https://canned.test/");
    private readonly CannedHandler network;
    private readonly HttpClient floorHttp;
    private readonly HttpClient libraryHttp;

    internal InMemory(Scenario scenario)
    {
        network = new CannedHandler(scenario.Replies);
        floorHttp = new HttpClient(network, disposeHandler: false);

        // As the client that the library makes for an address: the library has timeouts of its own.
        libraryHttp = new HttpClient(network, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        Sides = [new Side("floor", scenario.Floor(floorHttp, Root)), new Side("library", scenario.Library(libraryHttp, Root)), .. scenario.Peers(network, Root)];
    }

    /// <summary>Gets the floor, the library, and the peers.</summary>
    internal IReadOnlyList<Side> Sides { get; }

    /// <summary>Calls every side once: a client may introduce itself before its first request.</summary>
    internal async Task IntroduceAsync() => await CallAllAsync().ConfigureAwait(false);

    /// <summary>Calls every side once, and tells what each understood and sent.</summary>
    internal async Task<IReadOnlyList<(string Side, Answer Answer, IReadOnlyList<string> Requests)>> CallAllAsync()
    {
        var calls = new List<(string, Answer, IReadOnlyList<string>)>();
        foreach (var side in Sides)
        {
            network.BeginLog();
            var answer = await side.CallAsync().ConfigureAwait(false);
            calls.Add((side.Name, answer, network.EndLog()));
        }

        return calls;
    }

    public void Dispose()
    {
        libraryHttp.Dispose();
        floorHttp.Dispose();
        network.Dispose();
    }
}
