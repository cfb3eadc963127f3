using System.Text.Json;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace EmulatorServer.Services;

/// <summary>A Cloud Controller with a UAA at the same address. The key is the token of an admin, and the password of the user "admin".</summary>
internal sealed class CloudFoundryControl : ServiceControl
{
    private readonly CloudFoundryEmulator emulator;

    internal CloudFoundryControl(ServiceSettings settings)
    {
        emulator = new CloudFoundryEmulator(settings.Clock, settings.Address, settings.Seed) { UaaAddress = settings.Address, LoginAddress = settings.Address };
        var key = settings.Key ?? CloudFoundryEmulator.AdminToken;
        emulator.AddUser(new CloudFoundryUser { Name = "admin", Password = key, Tokens = [key], Roles = [new(CloudFoundryRole.Admin)] });
    }

    internal override ServiceEmulator Emulator => emulator;

    internal override object Rows => emulator.Rows;

    internal override string Add(JsonElement task) => emulator.Add(Read<CloudFoundryTask>(task));

    internal override void Hold(string id) => emulator.Hold(id);

    internal override void Release(string id) => emulator.Release(id);

    internal override void Finish(string id) => emulator.Finish(id);

    internal override void Fail(string id, string reason) => emulator.Fail(id, reason);

    internal override void Remove(string id) => emulator.Remove(id);
}
