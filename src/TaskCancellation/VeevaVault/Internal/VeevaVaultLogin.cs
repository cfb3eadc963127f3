using System.Globalization;
using System.Text;
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

/// <summary>The wire of the login, for one password.</summary>
internal sealed class VeevaVaultLoginDialect(VeevaVaultPassword password, string? clientId) : TaskDialect
{
    // Logins are counted by the minute.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public override string ServiceName => VeevaVaultLimits.ServiceName + " login";

    protected internal override string? RequestIdHeader => "X-VaultAPI-ExecutionId";

    /// <summary>Why the login was refused, if that can be shown.</summary>
    internal string? Reason { get; private set; }

    protected internal override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        VeevaVaultDialect.AddClientId(request, clientId);
        return ValueTask.CompletedTask;
    }

    protected internal override bool IsFailure(ReadOnlySpan<byte> body) => VeevaVaultErrorBody.SaysFailure(body);

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        if (VeevaVaultErrorBody.ReadError(body) is not { } error || (error.Code is { } code && password.IsShownIn(code)))
        {
            return null;
        }

        Reason = password.IsShownIn(error.Message) ? null : error.Message;
        return error with { Message = Reason ?? "no reason that can be shown", RetryAfter = error.Reason == TaskErrorReason.Throttled ? Window : null };
    }

    protected internal override TaskErrorReason Classify(int status, ServiceError? error) =>
        status is >= 200 and < 300 ? error?.Reason ?? TaskErrorReason.Protocol : base.Classify(status, error);
}

/// <summary>What is sent to a login. A class, so that no ToString shows it.</summary>
internal sealed class VeevaVaultPassword(string username, string password)
{
    internal byte[] Form { get; } = Encoding.UTF8.GetBytes(new QueryString().Add("username", username).Add("password", password).ToString());

    internal IReadOnlyList<string> Secrets { get; } = [password];

    internal bool IsShownIn(string text) => SecretRedactor.Of(null, Secrets).AreShownIn(text);
}
