namespace TaskCancellation.CloudFoundry;

/// <summary>Access tokens as people and tools pass them around: with their scheme or without.</summary>
internal static class BearerToken
{
    private const string Scheme = "bearer ";

    /// <summary>Whether it is a token that a header can hold.</summary>
    internal static bool IsUsable(string? text) => Strip(text) is { Length: > 0 } token && token.All(letter => letter is > ' ' and <= '~');

    /// <summary>The token alone.</summary>
    /// <exception cref="InvalidOperationException">It is none; the message does not repeat it.</exception>
    internal static string Parse(string? text, string origin) => IsUsable(text)
        ? Strip(text)!
        : throw new InvalidOperationException($"{origin} gave a token that is empty or not of visible ASCII characters only.");

    private static string? Strip(string? text)
    {
        var token = text?.Trim();
        return token?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? token[Scheme.Length..].TrimStart() : token;
    }
}
