using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

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
