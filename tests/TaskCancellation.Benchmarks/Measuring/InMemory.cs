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

    /// <summary>Calls every side once, and tells what each sent. All must agree on the answer.</summary>
    internal async Task<IReadOnlyList<IReadOnlyList<string>>> CompareAsync()
    {
        var requests = new List<IReadOnlyList<string>>();
        Answer? expected = null;
        foreach (var side in Sides)
        {
            network.BeginLog();
            var answer = await side.CallAsync().ConfigureAwait(false);
            requests.Add(network.EndLog());
            expected ??= answer;
            if (answer != expected)
            {
                throw new InvalidOperationException($"{side.Name} answers {answer}, and the floor {expected}.");
            }
        }

        return requests;
    }

    public void Dispose()
    {
        libraryHttp.Dispose();
        floorHttp.Dispose();
        network.Dispose();
    }
}
