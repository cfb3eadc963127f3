using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.Testing.VeevaVault;

namespace EmulatorServer.Services;

/// <summary>A service that can be served.</summary>
/// <param name="Name">Its name in options and in the paths of the control endpoint.</param>
/// <param name="KeyHelp">A description of its key.</param>
/// <param name="HasFlavors">Whether it comes in several flavors, between which a setting chooses.</param>
/// <param name="Create">Creates its emulator, with a user that has the key.</param>
internal sealed record EmulatedService(string Name, string KeyHelp, bool HasFlavors, Func<ServiceSettings, IServiceControl> Create)
{
    internal static IReadOnlyList<EmulatedService> All { get; } =
    [
        new("meilisearch", "the master key; open to all without one", HasFlavors: false, with =>
        {
            var emulator = new MeilisearchEmulator(with.Clock, with.Address, with.Seed) { MasterKey = with.Key };
            return Control(emulator, TaskLine.Of, row => AdminCancel.Of(emulator, row), new() { Name = "", ApiKey = "" });
        }),
        new("elasticsearch", "the password of the user elastic; open to all without one", HasFlavors: true, with =>
        {
            var emulator = new ElasticsearchEmulator(with.Clock, with.Address, seed: with.Seed);
            return Control(emulator, TaskLine.Of, row => AdminCancel.Of(emulator, row), new() { Name = "" }, with.Key is null ? null : new() { Name = "elastic", Password = with.Key });
        }),
        new("cloudfoundry", "the token of an admin, and the password of the user admin; admin-token without one", HasFlavors: true, with =>
        {
            var emulator = new CloudFoundryEmulator(with.Clock, with.Address, with.Seed) { UaaAddress = with.Address, LoginAddress = with.Address };
            var key = with.Key ?? CloudFoundryEmulator.AdminToken;
            return Control(emulator, TaskLine.Of, AdminCancel.Of, new() { Name = "" }, new() { Name = "admin", Password = key, Tokens = [key], Roles = [new(CloudFoundryRole.Admin)] });
        }),
        new("topazimage", "the X-API-Key; topaz-key without one", HasFlavors: false, with =>
        {
            var emulator = new TopazImageEmulator(with.Clock, new Uri(with.Address, TopazImageEmulator.DefaultAddress.AbsolutePath), with.Seed);
            return Control(emulator, TaskLine.Of, AdminCancel.Of, new() { Name = "" }, new() { Name = TopazImageEmulator.DefaultAccount, ApiKey = with.Key ?? TopazImageEmulator.ApiKey });
        }),
        new("veevavault", "a session id, and the password, of the user admin@vault.test; ADMIN-SESSION-OF-THE-EMULATOR and admin-password without one", HasFlavors: false, with =>
        {
            var emulator = new VeevaVaultEmulator(with.Clock, with.Address, with.Seed) { LoginAddress = with.Address };
            return Control(emulator, TaskLine.Of, row => AdminCancel.Of(emulator, row), new() { Name = "" }, with.Key is null ? null : new() { Name = VeevaVaultEmulator.AdminName, Password = with.Key, Role = VeevaVaultRole.Admin, Sessions = [with.Key] });
        }),
    ];

    private static ServiceControl<TId, TTask, TRow, TUser> Control<TId, TTask, TRow, TUser>(TaskEmulator<TId, TTask, TRow, TUser> emulator, Func<TRow, TaskLine> line, Func<TRow, AdminCancel<TUser>> cancel, TUser usualUser, TUser? user = null)
        where TId : IParsable<TId>
        where TTask : class, new()
        where TRow : class
        where TUser : EmulatedUser
    {
        if (user is not null)
        {
            emulator.AddUser(user);
        }

        return new ServiceControl<TId, TTask, TRow, TUser>(emulator, line, cancel, usualUser);
    }
}
