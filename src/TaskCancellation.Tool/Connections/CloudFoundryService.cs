using TaskCancellation.CloudFoundry;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Connections;

/// <summary>Cloud Foundry and Korifi.</summary>
internal static class CloudFoundryService
{
    internal static ServiceKind Kind { get; } = new(
        "cloudfoundry",
        [new("cli", null), new("token", "access token"), new("password", "password", NeedsUser: true), new("client", "client secret", NeedsUser: true)],
        [("flavor", "cloudcontroller (default) or korifi"), ("origin", "the identity provider of --user")],
        request =>
        {
            var options = request.Fill(new CloudFoundryTaskClientOptions
            {
                Flavor = request.Setting("flavor") switch
                {
                    null or "cloudcontroller" => CloudFoundryApiFlavor.CloudController,
                    "korifi" => CloudFoundryApiFlavor.Korifi,
                    var other => throw new UsageException($"--setting flavor: '{other}' is neither cloudcontroller nor korifi."),
                },
                Credential = request.Authentication switch
                {
                    "cli" => CloudFoundryCredential.CliConfig(),
                    "token" when request.Secret is { CanRenew: true } secret => CloudFoundryCredential.FromDelegate(secret.GetAsync),
                    "token" => CloudFoundryCredential.AccessToken(request.SecretValue),
                    "password" => CloudFoundryCredential.Password(request.User, request.SecretValue, request.Setting("origin")),
                    "client" => CloudFoundryCredential.ClientCredentials(request.User, request.SecretValue),
                    _ => throw request.Unknown(),
                },
            });
            return request.Http is { } http ? new CloudFoundryTaskClient(http, options) : new CloudFoundryTaskClient(options);
        });
}
