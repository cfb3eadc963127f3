using System.Collections.Concurrent;
using System.Text.Json;
using EmulatorServer.Sockets;
using Microsoft.AspNetCore.Http;
using TaskCancellation.Probes.Soak;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Soak;

/// <summary>All services behind sockets that fail now and then, and the stage beside them, where each call's tasks are set up and what it said is held against the record.</summary>
internal sealed class SoakServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, (SoakScene Scene, string Other)> open = new();
    private readonly ConcurrentBag<string> violations = [];
    private readonly List<IAsyncDisposable> hosts = [];
    private readonly List<Bridge> bridges = [];
    private readonly Dictionary<string, SoakStore> stores = new(StringComparer.Ordinal);
    private readonly Random random = new(5);
    private SocketHost? stage;
    private long calls;

    internal SoakFaults Faults { get; } = new();

    internal IReadOnlyCollection<string> Violations => violations;

    internal long Calls => Interlocked.Read(ref calls);

    /// <summary>Calls that were begun and of which nothing was heard.</summary>
    internal int Unheard => open.Count;

    internal SoakService[] Services => [.. stores.Values.Select(store => store.Service)];

    internal Uri Stage => stage!.Address;

    internal static async Task<SoakServer> StartAsync()
    {
        var server = new SoakServer();
        foreach (var name in Safety.Services.All)
        {
            await server.AddAsync(name);
        }

        server.stage = await SocketHost.StartAsync(0, _ => server.SetAsync);
        server.hosts.Add(server.stage);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        bridges.ForEach(bridge => bridge.Dispose());
    }

    private async Task AddAsync(string name)
    {
        ServiceHarness? harness = null;
        Bridge? bridge = null;
        var host = await SocketHost.StartAsync(0, address =>
        {
            harness = Safety.Services.Create(name, new VirtualClock(), new SoakTransport(address));
            bridge = new Bridge(harness.Emulator);
            return context =>
            {
                Faults.Strike(context);
                return bridge.ServeAsync(context);
            };
        });
        if (harness!.Emulator is VeevaVaultEmulator vault)
        {
            vault.PollInterval = TimeSpan.Zero;
        }

        Faults.AddTo(harness.Emulator);
        hosts.Add(host);
        bridges.Add(bridge!);
        stores.Add(name, new SoakStore(name, harness));
    }

    private async Task SetAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.Split('/') is [_, "begin", var service])
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, Begin(service));
        }
        else
        {
            await EndAsync(context);
        }
    }

    private async Task EndAsync(HttpContext context)
    {
        try
        {
            End((await JsonSerializer.DeserializeAsync<SoakCall>(context.Request.Body, JsonSerializerOptions.Web))!);
        }
        catch (Exception end)
        {
            // The load goes on; what nobody has foreseen is wrong all the same.
            violations.Add($"stage: {end}");
        }
    }

    private SoakScene Begin(string service)
    {
        var mark = Guid.NewGuid().ToString();
        string[] ids;
        lock (random)
        {
            ids = stores[service].Add(random, mark);
        }

        var scene = new SoakScene(Interlocked.Increment(ref calls), service, mark, ids);
        open[scene.Number] = (scene, stores[service].AddOther(Guid.NewGuid().ToString()));
        return scene;
    }

    private void End(SoakCall call)
    {
        if (!open.TryRemove(call.Number, out var begun))
        {
            violations.Add($"Call {call.Number} has ended and was not open.");
            return;
        }

        var (scene, other) = begun;
        var store = stores[scene.Service];
        foreach (var problem in SoakJudge.Judge(store.Harness, scene, other, call))
        {
            violations.Add($"{scene.Service}, {call.Verb}, call {call.Number}: {problem}");
        }

        store.Remove([.. scene.Ids, other]);
    }
}
