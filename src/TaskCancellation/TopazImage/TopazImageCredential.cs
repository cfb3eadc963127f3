using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>The credential that a <see cref="TopazImageTaskClient"/> authenticates with: an API key, sent in the header X-API-Key of every request and nowhere else.</summary>
/// <remarks>Immutable; may be shared by several clients. The key never appears in messages, logs, or <see cref="ToString"/>.</remarks>
public sealed class TopazImageCredential
{
    private readonly string? header;
    private readonly Func<CancellationToken, ValueTask<string>>? key;

    private TopazImageCredential(string? header, Func<CancellationToken, ValueTask<string>>? key)
    {
        this.header = header;
        this.key = key;
    }

    /// <summary>Creates a credential with a fixed API key.</summary>
    /// <param name="apiKey">The API key.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The key is empty or contains a character that is not allowed in a header. The message does not repeat the key.</exception>
    public static TopazImageCredential ApiKey(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        if (!IsUsable(apiKey))
        {
            throw new ArgumentException("The API key must be of visible ASCII characters only.", nameof(apiKey));
        }

        return new TopazImageCredential(apiKey, null);
    }

    /// <summary>Creates a credential that requests its API key before every attempt, so that the key can change during the lifetime of the client.</summary>
    /// <param name="apiKey">Returns the API key. Several requests may call it at the same time. When it fails, or returns a key that is not allowed in a header, a <see cref="TaskRequestException"/> with <see cref="TaskErrorReason.Authentication"/> is thrown and nothing is sent.</param>
    /// <returns>The credential.</returns>
    public static TopazImageCredential FromDelegate(Func<CancellationToken, ValueTask<string>> apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        return new TopazImageCredential(null, apiKey);
    }

    /// <summary>Returns the name of the type, never the key.</summary>
    public override string ToString() => nameof(TopazImageCredential);

    internal ValueTask<string?> GetHeaderAsync(CancellationToken cancellationToken) => key is null ? ValueTask.FromResult(header) : AskAsync(key, cancellationToken);

    private static async ValueTask<string?> AskAsync(Func<CancellationToken, ValueTask<string>> key, CancellationToken cancellationToken)
    {
        var value = await key(cancellationToken).ConfigureAwait(false);
        return IsUsable(value)
            ? value
            : throw new InvalidOperationException("The delegate gave an API key that is empty or not of visible ASCII characters only.");
    }

    internal static bool IsUsable(string? value) => SafeText.IsVisibleAscii(value);
}
