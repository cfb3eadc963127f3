namespace EmulatorServer.Services;

/// <summary>A service that can be served.</summary>
/// <param name="Name">Its name in options and in the paths of the control endpoint.</param>
/// <param name="KeyHelp">What its key is.</param>
/// <param name="Create">Makes its emulator.</param>
internal sealed record EmulatedService(string Name, string KeyHelp, Func<ServiceSettings, ServiceControl> Create)
{
    internal static IReadOnlyList<EmulatedService> All { get; } =
    [
        new("meilisearch", "the master key; open to all without one", settings => new MeilisearchControl(settings)),
        new("elasticsearch", "the password of the user elastic; open to all without one", settings => new ElasticsearchControl(settings)),
        new("cloudfoundry", "the token of an admin, and the password of the user admin; admin-token without one", settings => new CloudFoundryControl(settings)),
        new("topazimage", "the X-API-Key; topaz-key without one", settings => new TopazImageControl(settings)),
        new("veevavault", "a session id of the user admin@vault.test; ADMIN-SESSION-OF-THE-EMULATOR works in any case", settings => new VeevaVaultControl(settings)),
    ];
}
