using System.Text.Json;
using TaskCancellation.Testing;
using TaskCancellation.Testing.TopazImage;

namespace EmulatorServer.Services;

/// <summary>A Topaz Image API, under the path it has on the real host.</summary>
internal sealed class TopazImageControl : ServiceControl
{
    private readonly TopazImageEmulator emulator;

    internal TopazImageControl(ServiceSettings settings)
    {
        emulator = new TopazImageEmulator(settings.Clock, new Uri(settings.Address, TopazImageEmulator.DefaultAddress.AbsolutePath), settings.Seed);
        if (settings.Key is { } key)
        {
            emulator.AddUser(new TopazImageKey { Name = TopazImageEmulator.DefaultAccount, Secret = key });
        }
    }

    internal override ServiceEmulator Emulator => emulator;

    internal override object Rows => emulator.Rows;

    internal override string Add(JsonElement task) => emulator.Add(Read<TopazImageTask>(task));

    internal override void Hold(string id) => emulator.Hold(id);

    internal override void Release(string id) => emulator.Release(id);

    internal override void Finish(string id) => emulator.Finish(id);

    internal override void Fail(string id, string reason) => emulator.Fail(id);

    internal override void Remove(string id) => emulator.Remove(id);
}
