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
/// <param name="Create">Creates its emulator, with a user that has the key.</param>
internal sealed record EmulatedService(string Name, string KeyHelp, Func<ServiceSettings, IServiceControl> Create)
{
    internal static IReadOnlyList<EmulatedService> All { get; } =
    [
        new("meilisearch", "the master key; open to all without one", with => Control(new MeilisearchEmulator(with.Clock, with.Address, with.Seed) { MasterKey = with.Key }, new() { Name = "", ApiKey = "" })),
        new("elasticsearch", "the password of the user elastic; open to all without one", with => Control(new ElasticsearchEmulator(with.Clock, with.Address, seed: with.Seed), new() { Name = "" }, with.Key is null ? null : new() { Name = "elastic", Password = with.Key })),
        new("cloudfoundry", "the token of an admin, and the password of the user admin; admin-token without one", with => Control(new CloudFoundryEmulator(with.Clock, with.Address, with.Seed) { UaaAddress = with.Address, LoginAddress = with.Address }, new() { Name = "" }, Admin(with.Key ?? CloudFoundryEmulator.AdminToken))),
        new("topazimage", "the X-API-Key; topaz-key without one", with => Control(new TopazImageEmulator(with.Clock, new Uri(with.Address, TopazImageEmulator.DefaultAddress.AbsolutePath), with.Seed), new() { Name = "" }, new() { Name = TopazImageEmulator.DefaultAccount, ApiKey = with.Key ?? TopazImageEmulator.ApiKey })),
        new("veevavault", "a session id, and the password, of the user admin@vault.test; ADMIN-SESSION-OF-THE-EMULATOR and admin-password without one", with => Control(new VeevaVaultEmulator(with.Clock, with.Address, with.Seed) { LoginAddress = with.Address }, new() { Name = "" }, with.Key is null ? null : new() { Name = VeevaVaultEmulator.AdminName, Password = with.Key, Role = VeevaVaultRole.Admin, Sessions = [with.Key] })),
    ];

    private static ServiceControl<TId, TTask, TRow, TUser> Control<TId, TTask, TRow, TUser>(TaskEmulator<TId, TTask, TRow, TUser> emulator, TUser usualUser, TUser? user = null)
        where TId : IParsable<TId>
        where TTask : class, new()
        where TRow : class
        where TUser : EmulatedUser
    {
        if (user is not null)
        {
            emulator.AddUser(user);
        }

        return new ServiceControl<TId, TTask, TRow, TUser>(emulator, usualUser);
    }

    private static CloudFoundryUser Admin(string key) => new() { Name = "admin", Password = key, Tokens = [key], Roles = [new(CloudFoundryRole.Admin)] };
}
