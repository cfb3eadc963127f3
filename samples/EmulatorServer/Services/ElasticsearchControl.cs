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
        emulator = new ElasticsearchEmulator(settings.Clock, settings.Address, seed: settings.Seed);
        if (settings.Key is { } key)
        {
            emulator.IsSecured = true;
            emulator.AddUser("elastic", key);
        }
    }

    internal override ServiceEmulator Emulator => emulator;

    internal override object Rows => emulator.Rows;

    internal override string Add(JsonElement task) => emulator.AddTask(Read<ElasticsearchTaskOptions>(task));

    internal override void Hold(string id) => emulator.Hold(id);

    internal override void Finish(string id) => emulator.Finish(id);

    internal override void Fail(string id, string reason) => emulator.Fail(id, new ElasticsearchError("exception", reason));

    internal override void Remove(string id) => emulator.Remove(id);
}
