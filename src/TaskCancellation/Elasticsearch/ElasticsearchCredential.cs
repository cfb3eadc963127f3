using System.Net.Http.Headers;
using System.Text;

namespace TaskCancellation.Elasticsearch;

/// <summary>How to prove to the cluster who is asking. Reading needs the privilege <c>monitor</c>, canceling <c>manage</c> or <c>cancel_task</c>; on OpenSearch <c>cluster:monitor/tasks/lists</c> and <c>cluster:monitor/task/get</c>, and <c>cluster:admin/tasks/cancel</c>.</summary>
/// <remarks>Immutable; may be shared by several clients. Neither messages, logs nor ToString ever show what is in it.</remarks>
public sealed class ElasticsearchCredential
{
    private readonly AuthenticationHeaderValue? header;
    private readonly Func<CancellationToken, ValueTask<ElasticsearchCredential>>? source;

    private ElasticsearchCredential(AuthenticationHeaderValue? header, Func<CancellationToken, ValueTask<ElasticsearchCredential>>? source = null)
    {
        this.header = header;
        this.source = source;
    }

    /// <summary>The cluster has no security.</summary>
    public static ElasticsearchCredential None { get; } = new(null);

    /// <summary>A user's name and password.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a colon or a control character.</exception>
    public static ElasticsearchCredential Basic(string username, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentNullException.ThrowIfNull(password);
        return IsUser(username)
            ? new(new AuthenticationHeaderValue("Basic", Encode(username, password)))
            : throw new ArgumentException("The user name must be without colons and control characters.", nameof(username));
    }

    /// <summary>An API key as the cluster hands it out encoded.</summary>
    /// <exception cref="ArgumentException">The key is empty or holds a character that cannot be in a header. The message does not repeat it.</exception>
    public static ElasticsearchCredential ApiKey(string encoded) => new(new AuthenticationHeaderValue("ApiKey", Checked(encoded, nameof(encoded))));

    /// <summary>An API key by its id and secret.</summary>
    /// <exception cref="ArgumentException">One of the two is empty, or the id holds a colon.</exception>
    public static ElasticsearchCredential ApiKey(string id, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return IsUser(id)
            ? new(new AuthenticationHeaderValue("ApiKey", Encode(id, key)))
            : throw new ArgumentException("The id of the key must be without colons and control characters.", nameof(id));
    }

    /// <summary>A token: of a service account, or of another issuer that the cluster trusts. It is not renewed.</summary>
    /// <exception cref="ArgumentException">The token is empty or holds a character that cannot be in a header. The message does not repeat it.</exception>
    public static ElasticsearchCredential Bearer(string token) => new(new AuthenticationHeaderValue("Bearer", Checked(token, nameof(token))));

    /// <summary>A credential that is asked for at every try, so that it can change while the client lives. It gives one of the others.</summary>
    public static ElasticsearchCredential FromDelegate(Func<CancellationToken, ValueTask<ElasticsearchCredential>> credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new(null, credential);
    }

    /// <summary>The name of the type: never what is in it.</summary>
    public override string ToString() => nameof(ElasticsearchCredential);

    internal async ValueTask<AuthenticationHeaderValue?> GetHeaderAsync(CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return header;
        }

        return await source(cancellationToken).ConfigureAwait(false) is { source: null } given
            ? given.header
            : throw new InvalidOperationException("The delegate gave no credential, or one that is a delegate itself.");
    }

    internal static bool IsToken(string? value) => !string.IsNullOrEmpty(value) && value.All(letter => letter is > ' ' and <= '~');

    internal static bool IsUser(string? value) => !string.IsNullOrEmpty(value) && !value.Any(letter => letter == ':' || char.IsControl(letter));

    private static string Checked(string value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return IsToken(value) ? value : throw new ArgumentException("It must be of visible ASCII characters only.", name);
    }

    private static string Encode(string name, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}"));
}
