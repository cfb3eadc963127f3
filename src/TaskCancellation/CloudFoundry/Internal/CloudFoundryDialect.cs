using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The wire of Cloud Foundry, as far as the pipeline must know it.</summary>
internal sealed class CloudFoundryDialect : TaskDialect
{
    internal const string Name = "Cloud Foundry";
    private string? lastHeader;

    public override string ServiceName => Name;

    protected internal override string? RequestIdHeader => "X-VCAP-Request-ID";

    /// <summary>Where tokens come from. Set once the pipeline stands, since a login goes through it.</summary>
    internal CredentialSource? Tokens { get; set; }

    protected internal override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken) =>
        AddCredential(request, Tokens!.GetAsync(refused is null ? null : CloudFoundryToken.Strip(refused), cancellationToken)!);

    // A token serves many requests.
    private protected override string ToHeader(string token) => lastHeader is { } last && last.AsSpan(CloudFoundryToken.Scheme.Length + 1).SequenceEqual(token) ? last : lastHeader = $"{CloudFoundryToken.Scheme} {token}";

    // 10002 says that no token was sent: a new one would not change that.
    protected internal override bool IsCredentialRefused(TaskRequestException refusal) => base.IsCredentialRefused(refusal) && refusal.ErrorCode != CloudFoundryErrors.NotAuthenticated;

    protected internal override string? NotPassedOn(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(CloudFoundryErrors.RouterErrorHeader, out var words)
            ? CloudFoundryErrors.NeverPassedOn(words.ToString(), (int)response.StatusCode)
            : null;

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, CloudFoundryErrorBody.Read, out var error) ? error : null;

    protected internal override TaskErrorReason Classify(int status, ServiceError? error) => (status, error?.Code) switch
    {
        (422, CloudFoundryErrors.Unprocessable) => TaskErrorReason.Conflict,
        (404, CloudFoundryErrors.UnknownRoute) => TaskErrorReason.InvalidRequest,

        // Nothing else says that what was asked for is not there.
        (404, not CloudFoundryErrors.NotFound) => TaskErrorReason.Protocol,
        _ => base.Classify(status, error),
    };
}
