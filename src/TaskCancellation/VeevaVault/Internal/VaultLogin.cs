using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Logs in at the endpoint, and makes sure that it opened the vault there: to a user without access to that vault, Vault gives a session of another one.</summary>
internal sealed class VaultLogin(TaskHttpPipeline api, VaultPaths paths, long? vaultId, string? clientId)
{
    /// <summary>Sends a password, once: the call that needs the session is what is repeated.</summary>
    /// <exception cref="TaskRequestException">It was refused or not reached. The body of the reply is left out: it may hold a session.</exception>
    internal async Task<string> SendAsync(VaultPassword password)
    {
        var dialect = new VaultLoginDialect(password, clientId);
        var request = new TaskHttpRequest(HttpMethod.Post, paths.Login, RetrySafety.Unsafe) { Body = password.Form, ContentType = "application/x-www-form-urlencoded" };
        try
        {
            using var reply = await api.To(api.Endpoint, dialect).SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            var session = reply.Read(VaultSessionReply.Read);
            RequireVault(session);
            return VaultSession.Check(session.SessionId, "The login");
        }
        catch (TaskRequestException failure)
        {
            var isAnswered = failure.Delivery == RequestDelivery.Answered;
            throw new TaskRequestException(
                $"The login at {api.Endpoint.Host} {(isAnswered ? "was not granted" : "could not be reached")}{(dialect.Reason is { } reason ? ": " + reason : "")}.",
                isAnswered ? null : failure)
            {
                Kind = failure.IsTransient || failure.Kind == TaskErrorKind.Protocol ? failure.Kind : TaskErrorKind.Authentication,
                Delivery = failure.Delivery,
                StatusCode = failure.StatusCode,
                ErrorCode = failure.ErrorCode,
                ServiceName = failure.ServiceName,
                RequestId = failure.RequestId,
                RetryAfter = failure.RetryAfter,
            };
        }
    }

    /// <summary>Whether a failure of a login stays one however often it is tried.</summary>
    internal static bool IsFinal(Exception failure) => failure switch
    {
        TaskRequestException refusal => refusal is { Delivery: RequestDelivery.Answered, IsTransient: false, ErrorCode: not null },
        _ => failure is TaskClientException,
    };

    private void RequireVault(VaultSessionReply session)
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
