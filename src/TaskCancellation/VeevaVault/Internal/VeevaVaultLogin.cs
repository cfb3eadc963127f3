using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Logs in at the endpoint, and makes sure that it opened the vault there: to a user without access to that vault, Vault gives a session of another one.</summary>
internal sealed class VeevaVaultLogin(TaskHttpPipeline api, VeevaVaultPaths paths, long? vaultId, string? clientId)
{
    /// <summary>Sends a password, once: the call that needs the session is what is repeated.</summary>
    /// <exception cref="TaskRequestException">It was refused or not reached. The body of the reply is left out: it may hold a session.</exception>
    internal async Task<string> SendAsync(VeevaVaultPassword password)
    {
        var dialect = new VeevaVaultLoginDialect(password, clientId);
        var request = new TaskHttpRequest(HttpMethod.Post, paths.Login, RetrySafety.Unsafe) { Body = password.Form, ContentType = "application/x-www-form-urlencoded", Secrets = password.Secrets };
        try
        {
            using var reply = await api.To(api.Endpoint, dialect).SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            var session = reply.Read(VeevaVaultSessionReply.Read);
            RequireVault(session);
            return VeevaVaultSession.Check(session.SessionId, "The login");
        }
        catch (TaskRequestException failure)
        {
            throw LoginFailure.From(failure, api.Endpoint.Host, dialect.Reason);
        }
    }

    /// <summary>Whether a failure of a login stays one however often it is tried.</summary>
    internal static bool IsFinal(Exception failure) => failure switch
    {
        TaskRequestException refusal => refusal is { Delivery: RequestDelivery.Answered, IsTransient: false, ErrorCode: not null },
        _ => failure is TaskClientException,
    };

    private void RequireVault(VeevaVaultSessionReply session)
    {
        var isRight = vaultId is { } wanted
            ? session.VaultId == wanted
            : session.UrlOf(session.VaultId) is { } url
                && Uri.TryCreate(url, UriKind.Absolute, out var address)
                && string.Equals(address.IdnHost, api.Endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);
        if (!isRight)
        {
            throw new TaskClientException(string.Create(
                CultureInfo.InvariantCulture,
                $"The login at {api.Endpoint.Host} opened the vault {session.VaultId}, which is not {(vaultId is { } id ? $"the vault {id} that VaultId names" : "known to be the one at that address")}. The user may have no access there; if it is the right one, set VaultId. Nothing was sent to it."));
        }
    }
}
