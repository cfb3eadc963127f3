using System.Net.Http.Headers;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The wire of a UAA's token endpoint, for one grant.</summary>
internal sealed class UaaDialect(UaaGrant grant) : TaskDialect
{
    // A word as long as this is a token, whoever's.
    private const int LongestWord = 40;

    internal override string ServiceName => "Cloud Foundry UAA";

    /// <summary>Why the login was refused, if that can be shown.</summary>
    internal string? Reason { get; private set; }

    internal override ValueTask AuthenticateAsync(HttpRequestMessage request, bool forceRefresh, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = grant.Basic is { } basic ? new AuthenticationHeaderValue("Basic", basic) : null;
        return ValueTask.CompletedTask;
    }

    internal override ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, CloudFoundryJson.Default.UaaErrorReply) is not { Error: { } code } error || !IsShowable(code))
            {
                return null;
            }

            Reason = error.ErrorDescription is { } words && IsShowable(words) ? words : null;
            return new ServiceError(code, Reason ?? code);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsShowable(string text) => !grant.IsShownIn(text) && text.Split(' ').All(word => word.Length <= LongestWord);
}
