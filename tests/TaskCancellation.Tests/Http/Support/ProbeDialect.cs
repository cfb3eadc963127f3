using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>The wire of a service that exists only here: a key in a header, errors as <c>{"code":…,"message":…}</c>, request ids in X-Probe-Id.</summary>
internal sealed class ProbeDialect : TaskDialect
{
    internal const string KeyHeader = "X-Probe-Key";
    internal const string IdHeader = "X-Probe-Id";

    /// <summary>What gives the credential; the argument says that a fresh one is wanted.</summary>
    internal Func<bool, CancellationToken, ValueTask<string>> Credential { get; init; } = (_, _) => ValueTask.FromResult("key");

    /// <summary>Whether each time a credential was asked for, a fresh one was wanted.</summary>
    internal List<bool> Asked { get; } = [];

    /// <summary>Whether the body of a reply with status 200 says that the request failed.</summary>
    internal Func<byte[], bool> Fails { get; init; } = _ => false;

    /// <summary>What an error means that came with a successful status, and how long it asks to wait.</summary>
    internal (TaskErrorReason Kind, TimeSpan? RetryAfter) Meaning { get; init; } = (TaskErrorReason.InvalidRequest, null);

    public override string ServiceName => "Probe";

    protected internal override string? RequestIdHeader => IdHeader;

    protected internal override async ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        Asked.Add(refused is not null);
        request.Headers.Add(KeyHeader, await Credential(refused is not null, cancellationToken));
    }

    protected internal override string CredentialHeader => KeyHeader;

    protected internal override TimeSpan? PauseAfter(HttpResponseMessage response) => response.Headers.Contains("X-Probe-Pause") ? TimeSpan.FromSeconds(7) : null;

    protected internal override bool IsFailure(ReadOnlySpan<byte> body) => Fails(body.ToArray());

    protected internal override TaskErrorReason Classify(int status, ServiceError? error) => status == 200 ? error?.Reason ?? TaskErrorReason.Protocol : base.Classify(status, error);

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        return WireReader.TryRead(body, ReadWords, out var error) && error.Message is { } message ? new ServiceError(error.Code, message) { Reason = Meaning.Kind, RetryAfter = Meaning.RetryAfter } : null;
    }

    private static (string? Code, string? Message) ReadWords(ref WireReader reader)
    {
        (string? code, string? message) = (null, null);
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("code"u8))
            {
                code = reader.Message();
            }
            else if (reader.Is("message"u8))
            {
                message = reader.Message();
            }
        }

        return (code, message);
    }
}
