using System.Buffers.Text;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Tokens from a login, kept until shortly before they expire. The failure of a login is that of all who wait for it, so that a wrong password is not tried again and again.</summary>
internal abstract class CloudFoundryLoginTokens : CredentialSource
{
    private readonly LoginCache<CloudFoundryIssuedToken> cache;

    private protected CloudFoundryLoginTokens(TimeProvider clock) =>
        cache = new LoginCache<CloudFoundryIssuedToken>(refused => LoginAsync(refused?.Token), (token, age) => token.IsGoodAt(age), clock);

    internal override async ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) =>
        (await cache.GetAsync(token => token.Token == refused, cancellationToken).ConfigureAwait(false)).Token;

    /// <summary>Gets a token that is not the refused one.</summary>
    private protected abstract Task<CloudFoundryIssuedToken> LoginAsync(string? refused);
}

/// <summary>A token as a login gave it. A class, so that no ToString shows it.</summary>
internal sealed class CloudFoundryIssuedToken(string token, TimeSpan? lifetime)
{
    // Renewed a little early, so that it does not expire on the way.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    internal string Token => token;

    internal bool IsGoodAt(TimeSpan age) => lifetime is not { } life || age < (life > 2 * Margin ? life - Margin : life / 2);
}

/// <summary>Access tokens as people and tools pass them around: with their scheme or without.</summary>
internal static class CloudFoundryToken
{
    internal const string Scheme = "bearer";
    private const double MaxSeconds = 100_000_000_000;

    /// <summary>Whether it is a token that a header can hold.</summary>
    internal static bool IsUsable(string? text) => SafeText.IsVisibleAscii(Strip(text));

    /// <summary>The token alone.</summary>
    /// <exception cref="InvalidOperationException">It is none; the message does not repeat it.</exception>
    internal static string Parse(string? text, string origin) => IsUsable(text)
        ? Strip(text)!
        : throw new InvalidOperationException($"{origin} gave a token that is empty or not of visible ASCII characters only.");

    /// <summary>When a token expires by its own account; null when it does not say, or is of another kind. Good enough to renew it in time: whether it is accepted, the service decides.</summary>
    internal static DateTimeOffset? ExpiryOf(string token)
    {
        if (token.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        return WireReader.TryRead(Base64Url.DecodeFromChars(payload), ReadExpiry, out var expiry) && expiry is >= 0 and < MaxSeconds and var seconds
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
    }

    private static double? ReadExpiry(ref WireReader reader)
    {
        double? seconds = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            seconds = reader.Is("exp"u8) ? reader.Number() : seconds;
        }

        return seconds;
    }

    /// <summary>The token without its scheme.</summary>
    internal static string? Strip(string? text)
    {
        var token = text?.Trim();
        return token is not null && (token + " ").StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase) ? (token + " ")[(Scheme.Length + 1)..].Trim() : token;
    }
}
