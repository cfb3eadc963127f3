using System.Text.Json;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

namespace EmulatorServer.Services;

/// <summary>An Elasticsearch of one node, open to all unless there is a key.</summary>
internal sealed class ElasticsearchControl : ServiceControl
{
    private readonly ElasticsearchEmulator emulator;

    internal ElasticsearchControl(ServiceSettings settings)
    {
        // Whoever waits for a reindex must not wait for somebody to finish it by hand.
        emulator = new ElasticsearchEmulator(settings.Clock, settings.Address, seed: settings.Seed) { NewTasks = new() { RunsFor = TimeSpan.FromSeconds(5) } };
        if (settings.Key is { } key)
        {
            emulator.IsSecured = true;
            emulator.AddUser(new() { Name = "elastic", Password = key });
        }
    }

    internal override ServiceEmulator Emulator => emulator;

    internal override object Rows => emulator.Rows;

    internal override string Add(JsonElement task) => emulator.Add(Read<ElasticsearchTask>(task));

    internal override void Hold(string id) => emulator.Hold(id);

    internal override void Release(string id) => emulator.Release(id);

    internal override void Finish(string id) => emulator.Finish(id);

    internal override void Fail(string id, string reason) => emulator.Fail(id, reason);

    internal override void Remove(string id) => emulator.Remove(id);
}
