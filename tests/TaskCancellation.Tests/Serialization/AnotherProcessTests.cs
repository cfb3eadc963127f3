using System.Diagnostics;
using EmulatorServer.Sockets;
using TaskCancellation.Meilisearch;
using TaskCancellation.Probes;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Serialization;

/// <summary>An operation that one process began is waited for in another, with a client made there.</summary>
[NonParallelizable]
public sealed class AnotherProcessTests
{
    private const string Credential = "key-of-both-processes";

    [TestCase(CancelSelection.ServerSide)]
    [TestCase(CancelSelection.ClientSide)]
    public async Task What_one_process_canceled_another_waits_for(CancelSelection selection)
    {
        await using var place = await Place.OpenAsync(address =>
        {
            var emulator = new MeilisearchEmulator(TimeProvider.System, address) { MasterKey = Credential, IsSchedulerPaused = true };
            emulator.StartBatch(emulator.Add(new MeilisearchTask { IndexUid = "movies", RunDuration = null }));
            emulator.Add(new MeilisearchTask { IndexUid = "movies", RunDuration = null });
            emulator.IsSchedulerPaused = false;
            return emulator;
        });
        using var client = new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = place.Emulator.BaseAddress, ApiKey = Credential });
        var operation = await client.CancelAsync(new TaskFilter { Scopes = ["movies"] }, new CancelOptions { Selection = selection });

        var (exit, output, errors) = await place.RunAsync("meilisearch", CancellationJson.Serialize(operation.State));

        Assert.That((exit, errors), Is.EqualTo((0, "")));
        Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Is.EquivalentTo(new[] { "0: Canceled", "1: Canceled" }));
        Assert.That(((MeilisearchEmulator)place.Emulator).Rows.Where(row => row.Kind != "taskCancelation").Select(row => row.State), Is.All.EqualTo("canceled"));
        Assert.That(place.Emulator.Requests.Count(line => line.Request.Method == "POST"), Is.EqualTo(1), "the other process only reads");
    }

    [Test]
    public async Task On_another_endpoint_it_is_not_restored()
    {
        await using var place = await Place.OpenAsync(address => new MeilisearchEmulator(TimeProvider.System, address));
        var elsewhere = new CancellationOperationState { ServiceName = "Meilisearch", Endpoint = new Uri("https://elsewhere.test/"), Accepted = new CancellationReport { Outcomes = [] } };

        var (exit, output, errors) = await place.RunAsync("meilisearch", CancellationJson.Serialize(elsewhere));

        Assert.That(exit, Is.Not.Zero);
        Assert.That(output, Is.Empty);
        Assert.That(errors, Does.Contain("The state is of https://elsewhere.test/").And.Not.Contain(Credential));
        Assert.That(place.Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task By_another_service_it_is_not_restored()
    {
        await using var place = await Place.OpenAsync(address => new ElasticsearchEmulator(TimeProvider.System, address));
        var other = new CancellationOperationState { ServiceName = "Meilisearch", Endpoint = place.Emulator.BaseAddress, Accepted = new CancellationReport { Outcomes = [] } };

        var (exit, _, errors) = await place.RunAsync("elasticsearch", CancellationJson.Serialize(other));

        Assert.That(exit, Is.Not.Zero);
        Assert.That(errors, Does.Contain("The state is of Meilisearch; this client speaks to Elasticsearch."));
    }

    /// <summary>An emulator on a port of this machine, and the other process.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly SocketHost host;
        private Bridge? bridge;

        private Place(SocketHost host, ServiceEmulator emulator) => (this.host, Emulator) = (host, emulator);

        internal ServiceEmulator Emulator { get; }

        internal static async Task<Place> OpenAsync(Func<Uri, ServiceEmulator> create)
        {
            ServiceEmulator emulator = null!;
            Bridge bridge = null!;
            var host = await SocketHost.StartAsync(0, address =>
            {
                emulator = create(address);
                bridge = new Bridge(emulator);
                return bridge.ServeAsync;
            });
            return new Place(host, emulator) { bridge = bridge };
        }

        internal async Task<(int Exit, string Output, string Errors)> RunAsync(string service, string operation)
        {
            var start = new ProcessStartInfo("dotnet", [Repository.Program("tests/TaskCancellation.Probes"), WaitOperation.Name, Emulator.BaseAddress.AbsoluteUri, service])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["PROBE_CREDENTIAL"] = Credential;
            using var child = Process.Start(start)!;
            await child.StandardInput.WriteAsync(operation);
            child.StandardInput.Close();
            var (output, errors) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
            await child.WaitForExitAsync();
            return (child.ExitCode, await output, await errors);
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            bridge?.Dispose();
        }
    }
}
