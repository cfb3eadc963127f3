namespace TaskCancellation.TopazImage;

/// <summary>How to prove to Topaz Labs who is asking: an API key, sent in the header X-API-Key of every request and nowhere else.</summary>
/// <remarks>Immutable; may be shared by several clients. Neither messages, logs nor ToString ever show the key.</remarks>
public sealed class TopazImageCredential
{
    private readonly Func<CancellationToken, ValueTask<string>> key;

    private TopazImageCredential(Func<CancellationToken, ValueTask<string>> key) => this.key = key;

    /// <summary>A fixed API key.</summary>
    /// <exception cref="ArgumentException">The key is empty or holds a character that cannot be in a header. The message does not repeat it.</exception>
    public static TopazImageCredential ApiKey(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        if (!IsUsable(apiKey))
        {
            throw new ArgumentException("The API key must be of visible ASCII characters only.", nameof(apiKey));
        }

        return new TopazImageCredential(_ => ValueTask.FromResult(apiKey));
    }

    /// <summary>An API key that is asked for at every try, so that it can change while the client lives.</summary>
    /// <param name="apiKey">Gets the key. It may be called by several requests at once. A failure of it, or a key that cannot be in a header, is a <see cref="TaskRequestException"/> of the kind <see cref="TaskErrorReason.Authentication"/>, and nothing is sent.</param>
    public static TopazImageCredential FromDelegate(Func<CancellationToken, ValueTask<string>> apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        return new TopazImageCredential(apiKey);
    }

    /// <summary>The name of the type: never the key.</summary>
    public override string ToString() => nameof(TopazImageCredential);

    internal async ValueTask<string> GetKeyAsync(CancellationToken cancellationToken)
    {
        var value = await key(cancellationToken).ConfigureAwait(false);
        return IsUsable(value)
            ? value
            : throw new InvalidOperationException("The delegate gave an API key that is empty or not of visible ASCII characters only.");
    }

    internal static bool IsUsable(string? value) => !string.IsNullOrEmpty(value) && value.All(letter => letter is > ' ' and <= '~');
}
