using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tool.Connections;

/// <summary>Veeva Vault.</summary>
internal static class VeevaVaultService
{
    internal static ServiceKind Kind { get; } = new(
        "veevavault",
        [new("session", "session id"), new("password", "password", NeedsUser: true)],
        [("vault-id", "the vault that the login must open"), ("api-version", "such as v25.3"), ("time-zone", "the time zone of the vault; ranges of time need it")],
        request =>
        {
            var options = request.Fill(new VeevaVaultTaskClientOptions
            {
                VaultId = request.Setting<long>("vault-id"),
                VaultTimeZone = request.Setting("time-zone"),
                Credential = request.Authentication == "password" ? VeevaVaultCredential.Password(request.User, request.SecretValue)
                    : request.Secret is { CanRenew: true } secret ? VeevaVaultCredential.FromDelegate(secret.GetAsync)
                    : VeevaVaultCredential.SessionId(request.SecretValue),
            });
            if (request.Setting("api-version") is { } version)
            {
                options.ApiVersion = version;
            }

            return request.Http is { } http ? new VeevaVaultTaskClient(http, options) : new VeevaVaultTaskClient(options);
        });
}
