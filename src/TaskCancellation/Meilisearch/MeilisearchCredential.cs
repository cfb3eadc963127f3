using System.Net.Http.Headers;

namespace TaskCancellation.Meilisearch;

/// <summary>How to prove to Meilisearch who is asking. Canceling needs a key with <c>tasks.cancel</c>, reading what became of it <c>tasks.get</c>. Tenant tokens are never accepted for tasks.</summary>
public sealed class MeilisearchCredential
{
    private readonly Func<CancellationToken, ValueTask<string>>? key;

    private MeilisearchCredential(Func<CancellationToken, ValueTask<string>>? key) => this.key = key;

    /// <summary>The server runs without a master key.</summary>
    public static MeilisearchCredential None { get; } = new(null);

    /// <summary>A fixed API key.</summary>
    /// <exception cref="ArgumentException">The key is empty or holds a character that cannot be in a header. The message does not repeat it.</exception>
    public static MeilisearchCredential ApiKey(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        if (!IsUsable(apiKey))
        {
            throw new ArgumentException("The API key must be of visible ASCII characters only.", nameof(apiKey));
        }

        return new MeilisearchCredential(_ => ValueTask.FromResult(apiKey));
    }

    /// <summary>An API key that is asked for at every try, so that it can change while the client lives.</summary>
    public static MeilisearchCredential FromDelegate(Func<CancellationToken, ValueTask<string>> apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        return new MeilisearchCredential(apiKey);
    }

    /// <summary>The name of the type: never the key.</summary>
    public override string ToString() => nameof(MeilisearchCredential);

    internal async ValueTask<AuthenticationHeaderValue?> GetHeaderAsync(CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return null;
        }

        var value = await key(cancellationToken).ConfigureAwait(false);
        return IsUsable(value)
            ? new AuthenticationHeaderValue("Bearer", value)
            : throw new InvalidOperationException("The delegate gave an API key that is empty or not of visible ASCII characters only.");
    }

    internal static bool IsUsable(string? value) => !string.IsNullOrEmpty(value) && value.All(letter => letter is > ' ' and <= '~');
}
