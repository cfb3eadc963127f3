using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The credential that a <see cref="MeilisearchTaskClient"/> authenticates with.</summary>
/// <remarks>Canceling needs a key with the action <c>tasks.cancel</c>; reading what became of the tasks needs <c>tasks.get</c>. Meilisearch never accepts tenant tokens for tasks.</remarks>
public sealed class MeilisearchCredential
{
    private readonly string? header;
    private readonly Func<CancellationToken, ValueTask<string>>? key;

    private MeilisearchCredential(string? header, Func<CancellationToken, ValueTask<string>>? key)
    {
        this.header = header;
        this.key = key;
    }

    /// <summary>Gets the credential for a server without a master key.</summary>
    public static MeilisearchCredential None { get; } = new(null, null);

    /// <summary>Creates a credential with a fixed API key.</summary>
    /// <param name="apiKey">The API key.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The key is empty or contains a character that is not allowed in a header. The message does not repeat the key.</exception>
    public static MeilisearchCredential ApiKey(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        if (!IsUsable(apiKey))
        {
            throw new ArgumentException("The API key must be of visible ASCII characters only.", nameof(apiKey));
        }

        return new MeilisearchCredential(ToHeader(apiKey), null);
    }

    /// <summary>Creates a credential that requests its API key before every attempt, so that the key can change during the lifetime of the client.</summary>
    /// <param name="apiKey">Returns the API key.</param>
    /// <returns>The credential.</returns>
    public static MeilisearchCredential FromDelegate(Func<CancellationToken, ValueTask<string>> apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        return new MeilisearchCredential(null, apiKey);
    }

    /// <summary>Returns the name of the type, never the key.</summary>
    public override string ToString() => nameof(MeilisearchCredential);

    internal ValueTask<string?> GetHeaderAsync(CancellationToken cancellationToken) => key is null ? ValueTask.FromResult(header) : AskAsync(key, cancellationToken);

    private static async ValueTask<string?> AskAsync(Func<CancellationToken, ValueTask<string>> key, CancellationToken cancellationToken)
    {
        var value = await key(cancellationToken).ConfigureAwait(false);
        return IsUsable(value)
            ? ToHeader(value)
            : throw new InvalidOperationException("The delegate gave an API key that is empty or not of visible ASCII characters only.");
    }

    private static string ToHeader(string key) => $"Bearer {key}";

    internal static bool IsUsable(string? value) => SafeText.IsVisibleAscii(value);
}
