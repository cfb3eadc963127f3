using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Probes.Soak;

/// <summary>Many callers on all services at once, for a time; and what the process holds before, meanwhile and afterwards.</summary>
internal sealed class SoakLoad : IDisposable
{
    internal const string Name = "soak";

    private const int Parts = 12;
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, TaskClient> clients;
    private readonly SoakStage stage;
    private readonly int callers;
    private readonly TimeSpan time;
    private readonly TimeSpan patience;
    private readonly ConcurrentDictionary<string, int> verbs = new();
    private readonly ConcurrentDictionary<string, int> ends = new();
    private readonly ConcurrentBag<string> lost = [];
    private readonly ConcurrentBag<string> unobserved = [];
    private readonly SoakMeter meter = new();
    private long began = TimeProvider.System.GetTimestamp();
    private long calls;

    private SoakLoad(SoakOrder order)
    {
        (callers, time, patience) = (order.Callers, TimeSpan.FromSeconds(order.Seconds), TimeSpan.FromSeconds(order.Patience));
        stage = new SoakStage(order.Stage);
        clients = order.Services.ToDictionary(service => service.Name, service => Connect(service, order.Planted));
        TaskScheduler.UnobservedTaskException += (_, forgotten) => unobserved.Add(forgotten.Exception.InnerException!.ToString());
    }

    /// <param name="args">The order, as JSON.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        var order = JsonSerializer.Deserialize<SoakOrder>(args[0])!;
        using var load = new SoakLoad(order);
        await load.RunAsync();
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new SoakResult(load.verbs, load.ends, [.. load.lost], [.. load.unobserved], load.meter.Samples)));
        return 0;
    }

    public void Dispose() => stage.Dispose();

    private static TaskClient Connect(SoakService service, string? planted)
    {
        TaskClient client = Services.Connect(service.Name, service.Address, service.Key, options =>
        {
            options.RetryDelay = TimeSpan.FromMilliseconds(50);
            options.Timeout = options.AttemptTimeout = TimeSpan.FromSeconds(20);
        });
        return planted is null ? client : new PlantedClient(client, planted);
    }

    private async Task RunAsync()
    {
        await CallAsync(time / 4, () => Task.CompletedTask);
        await MeasureAsync("before");
        began = TimeProvider.System.GetTimestamp();
        await CallAsync(time, async () =>
        {
            for (var part = 1; part < Parts; part++)
            {
                await Task.Delay(time / Parts, TimeProvider.System);
                meter.Measure("load", Passed.TotalSeconds, Interlocked.Read(ref calls));
            }
        });
        await MeasureAsync("after");
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        stage.Dispose();
        await MeasureAsync("disposed");
    }

    private TimeSpan Passed => TimeProvider.System.GetElapsedTime(began);

    private async Task MeasureAsync(string phase)
    {
        await Task.Delay(Calm, TimeProvider.System);
        meter.Measure(phase, Passed.TotalSeconds, calls);
    }

    /// <summary>All callers call for that long; then each ends the call that it is at.</summary>
    private async Task CallAsync(TimeSpan length, Func<Task> meanwhile)
    {
        using var end = new CancellationTokenSource(length, TimeProvider.System);
        var running = Enumerable.Range(0, callers).Select(caller => CallAsync(caller, end.Token)).ToList();
        await meanwhile();
        await Task.WhenAll(running);
    }

    private async Task CallAsync(int caller, CancellationToken end)
    {
        var random = new Random(caller);
        var names = clients.Keys.ToList();
        for (var turn = caller; !end.IsCancellationRequested; turn++)
        {
            var service = names[turn % names.Count];
            await CallAsync(service, random);
        }
    }

    private async Task CallAsync(string service, Random random)
    {
        var scene = await stage.BeginAsync(service);
        var verb = new SoakVerbs(clients[service], scene, random);
        using var token = new CancellationTokenSource();
        string? problem = null;
        var how = "a result";
        try
        {
            await Task.Run(() => verb.CallAsync(token), CancellationToken.None).WaitAsync(patience, TimeProvider.System, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            how = "never";
            lost.Add(string.Create(CultureInfo.InvariantCulture, $"{service}: {verb.Verb}, call {scene.Number}"));
        }
        catch (Exception thrown)
        {
            how = thrown.GetType().Name;
            verb.Take(thrown);
            problem = thrown is TaskClientException || (thrown is OperationCanceledException && token.IsCancellationRequested) ? null : thrown.ToString();
        }

        verbs.AddOrUpdate(verb.Verb, 1, (_, count) => count + 1);
        ends.AddOrUpdate(how, 1, (_, count) => count + 1);
        Interlocked.Increment(ref calls);
        await stage.EndAsync(new SoakCall(scene.Number, verb.Verb, verb.Seen, verb.Outcomes, problem));
    }
}

/// <summary>What to play.</summary>
/// <param name="Callers">How many callers at once.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Patience">The seconds after which a call is lost.</param>
/// <param name="Stage">Where scenes are set up.</param>
/// <param name="Services">The services.</param>
/// <param name="Planted">The faults to plant; null for none.</param>
internal sealed record SoakOrder(int Callers, double Seconds, double Patience, Uri Stage, SoakService[] Services, string? Planted);

/// <param name="Name">The name of its folder.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Key">What lets a client in.</param>
internal sealed record SoakService(string Name, Uri Address, string Key);
