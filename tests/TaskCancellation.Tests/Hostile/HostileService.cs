using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Hostile;

/// <summary>A service with a client in one of its ways to speak: with a fixed credential, with a login, in another format.</summary>
/// <param name="Harness">The service.</param>
/// <param name="Client">The client.</param>
/// <param name="Secrets">What no text may show.</param>
internal sealed record HostileService(ServiceHarness Harness, TaskClient Client, IReadOnlyList<string> Secrets)
{
    private const string Canary = "c4n4ry & \"pass\" <word> ä/1";

    /// <summary>The services, each by the name of its folder, and those ways of theirs that have replies of their own.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. Services.All, "CloudFoundry/password", "CloudFoundry/client", "VeevaVault/password", "VeevaVault/xml"];

    internal static HostileService Create(string name, HostileTransport transport, Testing.VirtualClock clock)
    {
        var harness = Services.Create(name.Split('/')[0], clock, transport);
        return (harness.Emulator, name.Split('/') is [_, var way] ? way : null) switch
        {
            (CloudFoundryEmulator server, "password") => OnCloudFoundry(harness, server, transport, clock, new() { Name = "canary", Password = Canary, Roles = [new(CloudFoundryRole.Admin)] }, CloudFoundryCredential.Password("canary", Canary)),
            (CloudFoundryEmulator server, _) when name.Contains('/', StringComparison.Ordinal) => OnCloudFoundry(harness, server, transport, clock, new() { Name = "canary", ClientSecret = Canary, Roles = [new(CloudFoundryRole.Admin)] }, CloudFoundryCredential.ClientCredentials("canary", Canary)),
            (VeevaVaultEmulator server, "password") => OnVault(harness, server, transport, clock, new() { Credential = VeevaVaultCredential.Password("canary@vault.test", Canary) }),
            (VeevaVaultEmulator server, "xml") => OnVault(harness, server, transport, clock, new() { SessionId = harness.Key, UseXmlReplies = true, UseCsvRequests = true }),
            _ => new HostileService(harness, harness.Client, [harness.Key]),
        };
    }

    private static HostileService OnCloudFoundry(ServiceHarness harness, CloudFoundryEmulator server, HostileTransport transport, TimeProvider clock, CloudFoundryUser user, CloudFoundryCredential credential)
    {
        server.AddUser(user);
        var options = new CloudFoundryTaskClientOptions { Credential = credential };
        options.UseTimeProvider(clock);
        return new HostileService(harness, new CloudFoundryTaskClient(transport.Connect(server), options), [Canary]);
    }

    private static HostileService OnVault(ServiceHarness harness, VeevaVaultEmulator server, HostileTransport transport, TimeProvider clock, VeevaVaultTaskClientOptions options)
    {
        server.AddUser(new() { Name = "canary@vault.test", Password = Canary, Role = VeevaVaultRole.Admin });
        options.UseTimeProvider(clock);
        return new HostileService(harness, new VeevaVaultTaskClient(transport.Connect(server), options), [Canary, harness.Key]);
    }
}
