using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The credential that an <see cref="ElasticsearchTaskClient"/> authenticates with.</summary>
/// <remarks>
/// <para>Immutable; may be shared by several clients. Its content never appears in messages, logs, or <see cref="ToString"/>.</para>
/// <para>Reading needs the privilege <c>monitor</c>; canceling needs <c>manage</c> or <c>cancel_task</c>. On OpenSearch, reading needs <c>cluster:monitor/tasks/lists</c> and <c>cluster:monitor/task/get</c>, and canceling needs <c>cluster:admin/tasks/cancel</c>.</para>
/// </remarks>
public sealed class ElasticsearchCredential
{
    private readonly string? header;
    private readonly Func<CancellationToken, ValueTask<ElasticsearchCredential>>? source;

    private ElasticsearchCredential(string? header, Func<CancellationToken, ValueTask<ElasticsearchCredential>>? source = null)
    {
        this.header = header;
        this.source = source;
    }

    /// <summary>Gets the credential for a cluster without security.</summary>
    public static ElasticsearchCredential None { get; } = new(null);

    /// <summary>Creates a credential with a user name and a password.</summary>
    /// <param name="username">The name of the user.</param>
    /// <param name="password">The password.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The name is empty or contains a colon or a control character.</exception>
    public static ElasticsearchCredential Basic(string username, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentNullException.ThrowIfNull(password);
        return IsUser(username)
            ? new("Basic " + Encode(username, password))
            : throw new ArgumentException("The user name must be without colons and control characters.", nameof(username));
    }

    /// <summary>Creates a credential with an API key in the encoded form that the cluster returns.</summary>
    /// <param name="encoded">The encoded API key.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The key is empty or contains a character that is not allowed in a header. The message does not repeat the key.</exception>
    public static ElasticsearchCredential ApiKey(string encoded) => new("ApiKey " + Checked(encoded, nameof(encoded)));

    /// <summary>Creates a credential with the id and the secret of an API key.</summary>
    /// <param name="id">The id of the key.</param>
    /// <param name="key">The secret of the key.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">A value is empty, or the id contains a colon or a control character.</exception>
    public static ElasticsearchCredential ApiKey(string id, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return IsUser(id)
            ? new("ApiKey " + Encode(id, key))
            : throw new ArgumentException("The id of the key must be without colons and control characters.", nameof(id));
    }

    /// <summary>Creates a credential with a token of a service account, or of another issuer that the cluster trusts. The token is not renewed.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The token is empty or contains a character that is not allowed in a header. The message does not repeat the token.</exception>
    public static ElasticsearchCredential Bearer(string token) => new("Bearer " + Checked(token, nameof(token)));

    /// <summary>Creates a credential that is requested before every attempt, so that it can change during the lifetime of the client.</summary>
    /// <param name="credential">Returns one of the other credentials.</param>
    /// <returns>The credential.</returns>
    public static ElasticsearchCredential FromDelegate(Func<CancellationToken, ValueTask<ElasticsearchCredential>> credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new(null, credential);
    }

    /// <summary>Returns the name of the type, never its content.</summary>
    public override string ToString() => nameof(ElasticsearchCredential);

    internal ValueTask<string?> GetHeaderAsync(CancellationToken cancellationToken) => source is null ? ValueTask.FromResult(header) : AskAsync(source, cancellationToken);

    private static async ValueTask<string?> AskAsync(Func<CancellationToken, ValueTask<ElasticsearchCredential>> source, CancellationToken cancellationToken) =>
        await source(cancellationToken).ConfigureAwait(false) is { source: null } given
            ? given.header
            : throw new InvalidOperationException("The delegate gave no credential, or one that is a delegate itself.");

    internal static bool IsToken(string? value) => SafeText.IsVisibleAscii(value);

    internal static bool IsUser(string? value) => !string.IsNullOrEmpty(value) && !value.Any(letter => letter == ':' || char.IsControl(letter));

    private static string Checked(string value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return IsToken(value) ? value : throw new ArgumentException("It must be of visible ASCII characters only.", name);
    }

    private static string Encode(string name, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}"));
}
