using System.Net.Http.Headers;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The wire of a UAA's token endpoint, for one grant.</summary>
internal sealed class UaaDialect(UaaGrant grant) : TaskDialect
{
    // A word as long as this is a token, whoever's.
    private const int LongestWord = 40;

    public override string ServiceName => "Cloud Foundry UAA";

    /// <summary>Why the login was refused, if that can be shown.</summary>
    internal string? Reason { get; private set; }

    protected internal override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = grant.Basic is { } basic ? new AuthenticationHeaderValue("Basic", basic) : null;
        return ValueTask.CompletedTask;
    }

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        if (!WireReader.TryRead(body, UaaErrorBody.Read, out var refusal) || refusal is not { Error: { } code } || !IsShowable(code))
        {
            return null;
        }

        Reason = refusal.Description is { } words && IsShowable(words) ? words : null;
        return new ServiceError(code, Reason ?? code);
    }

    private bool IsShowable(string text) => !grant.IsShownIn(text) && text.Split(' ').All(word => word.Length <= LongestWord);
}
