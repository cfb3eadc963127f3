using System.Buffers.Text;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Access tokens as people and tools pass them around: with their scheme or without.</summary>
internal static class BearerToken
{
    private const string Scheme = "bearer ";
    private const double MaxSeconds = 100_000_000_000;

    /// <summary>Whether it is a token that a header can hold.</summary>
    internal static bool IsUsable(string? text) => Strip(text) is { Length: > 0 } token && token.All(letter => letter is > ' ' and <= '~');

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

    private static string? Strip(string? text)
    {
        var token = text?.Trim();
        return token is not null && (token + " ").StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? (token + " ")[Scheme.Length..].Trim() : token;
    }
}
