namespace TaskCancellation.VeevaVault;

/// <summary>The form of what goes into the Authorization header.</summary>
internal static class VeevaVaultSession
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether it is a session id, or an access token with its scheme, that a header can hold.</summary>
    internal static bool IsUsable(string? text) =>
        text is not null && (text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text) is { Length: > 0 } id && id.All(letter => letter is > ' ' and <= '~');

    /// <summary>Passes on what is usable.</summary>
    /// <exception cref="InvalidOperationException">It is not; the message does not repeat it.</exception>
    internal static string Check(string? text, string origin) => IsUsable(text)
        ? text!
        : throw new InvalidOperationException($"{origin} gave a session id that is empty or not of visible ASCII characters only.");
}
