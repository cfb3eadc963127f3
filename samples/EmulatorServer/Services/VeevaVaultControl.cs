using System.Globalization;
using System.Text.Json;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;

namespace EmulatorServer.Services;

/// <summary>A vault that is its own login server.</summary>
internal sealed class VeevaVaultControl : ServiceControl
{
    private readonly VeevaVaultEmulator emulator;

    internal VeevaVaultControl(ServiceSettings settings)
    {
        emulator = new VeevaVaultEmulator(settings.Clock, settings.Address, settings.Seed) { LoginAddress = settings.Address };
        if (settings.Key is { } key)
        {
            emulator.AddUser(new VeevaVaultUser { Name = VeevaVaultEmulator.AdminName, Password = VeevaVaultEmulator.AdminPassword, Role = VeevaVaultRole.Admin, Sessions = [VeevaVaultEmulator.AdminSession, key] });
        }
    }

    internal override ServiceEmulator Emulator => emulator;

    internal override object Rows => emulator.Rows;

    internal override string Add(JsonElement task) => emulator.Add(Read<VeevaVaultTask>(task)).ToString(CultureInfo.InvariantCulture);

    internal override void Hold(string id) => emulator.Hold(Number(id));

    internal override void Release(string id) => emulator.Release(Number(id));

    internal override void Finish(string id) => emulator.Finish(Number(id));

    internal override void Fail(string id, string reason) => emulator.Fail(Number(id));

    internal override void Remove(string id) => emulator.Remove(Number(id));

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
