using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>The wire of Vault, as far as the pipeline must know it. Whatever Vault itself answers has the status 200; another status comes from something before it.</summary>
internal sealed class VeevaVaultDialect(string? clientId, bool takesXml) : TaskDialect
{
    private const int FewLeft = 200;
    private static readonly TimeSpan Breather = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BurstWindow = TimeSpan.FromMinutes(5);

    public override string ServiceName => VeevaVaultLimits.ServiceName;

    protected internal override string? RequestIdHeader => "X-VaultAPI-ExecutionId";

    /// <summary>Where sessions come from. Set once the pipeline stands, since a login goes through it.</summary>
    internal CredentialSource? Sessions { get; set; }

    protected internal override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        AddClientId(request, clientId);
        return AddCredential(request, Sessions!.GetAsync(refused, cancellationToken)!);
    }

    /// <summary>Names the program, if it has a name.</summary>
    internal static void AddClientId(HttpRequestMessage request, string? clientId)
    {
        if (clientId is not null)
        {
            request.Headers.TryAddWithoutValidation("X-VaultAPI-ClientID", clientId);
        }
    }

    protected internal override bool IsFailure(ReadOnlySpan<byte> body) => VeevaVaultErrorBody.SaysFailure(ToJson(body));

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => VeevaVaultErrorBody.ReadError(ToJson(body)) is { } error
        ? error with { RetryAfter = error.Reason == TaskErrorReason.Throttled ? VeevaVaultLimits.StatusInterval : null }
        : null;

    /// <summary>A body as the readers take it: in JSON, whatever was asked for.</summary>
    internal ReadOnlySpan<byte> ToJson(ReadOnlySpan<byte> body) => takesXml ? VeevaVaultXml.ToJson(body) : body;

    // That there is no such job, its type says: 404 is the word of whatever else answers at the address.
    protected internal override TaskErrorReason Classify(int status, ServiceError? error) =>
        status is (>= 200 and < 300) or 404 ? error?.Reason ?? TaskErrorReason.Protocol : base.Classify(status, error);

    // Over its burst limit Vault answers late and refuses nothing: what helps is to ask less.
    protected internal override TimeSpan? PauseAfter(HttpResponseMessage response)
    {
        if (Number(response, "X-VaultAPI-ResponseDelay") is > 0 and var delay)
        {
            return TimeSpan.FromMilliseconds(Math.Clamp(delay, Breather.TotalMilliseconds, BurstWindow.TotalMilliseconds));
        }

        var few = Math.Min(FewLeft, Number(response, "X-VaultAPI-BurstLimit") / 10 ?? FewLeft);
        return Number(response, "X-VaultAPI-BurstLimitRemaining") < few ? Breather : null;
    }

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.TryGetValues(header, out var values)
        && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
