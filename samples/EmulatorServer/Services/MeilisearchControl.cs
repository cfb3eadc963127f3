using System.Globalization;
using System.Text.Json;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace EmulatorServer.Services;

/// <summary>A Meilisearch, open to all unless there is a master key.</summary>
internal sealed class MeilisearchControl(ServiceSettings settings) : ServiceControl
{
    private readonly MeilisearchEmulator emulator = new(settings.Clock, settings.Address, settings.Seed) { MasterKey = settings.Key };

    internal override ServiceEmulator Emulator => emulator;

    internal override object Rows => emulator.Rows;

    internal override string Add(JsonElement task) => emulator.Add(Read<MeilisearchTask>(task)).ToString(CultureInfo.InvariantCulture);

    internal override void Hold(string id) => emulator.Hold(Uid(id));

    internal override void Release(string id) => emulator.Release(Uid(id));

    internal override void Finish(string id) => emulator.Finish(Uid(id));

    internal override void Fail(string id, string reason) => emulator.Fail(Uid(id), reason);

    internal override void Remove(string id) => emulator.Remove(Uid(id));

    private static long Uid(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
