using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The settings of an <see cref="ElasticsearchTaskClient"/>. The endpoint is the address of the cluster, such as https://search.example.com:9200.</summary>
/// <remarks>Exactly one credential is required: <see cref="Credential"/>, or one of the settings that can be kept in configuration. Use <see cref="ElasticsearchCredential.None"/> for a cluster without security.</remarks>
public class ElasticsearchTaskClientOptions : TaskClientOptions
{
    /// <summary>Gets or sets the credential.</summary>
    public ElasticsearchCredential? Credential { get; set; }

    /// <summary>Gets or sets an encoded API key; see <see cref="ElasticsearchCredential.ApiKey(string)"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the name of a user, with <see cref="Password"/>; see <see cref="ElasticsearchCredential.Basic"/>.</summary>
    public string? Username { get; set; }

    /// <summary>Gets or sets the password of <see cref="Username"/>.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets a token; see <see cref="ElasticsearchCredential.Bearer"/>.</summary>
    public string? BearerToken { get; set; }

    /// <summary>Gets or sets how long the server may hold a cancellation by id until the task has ended (<c>wait_for_completion=true</c>); <see langword="null"/> (the default) turns this off.</summary>
    /// <remarks>When the task has not ended by then, it is followed up by reads. Requires Elasticsearch 7.8 or OpenSearch. The value must be shorter than <see cref="TaskClientOptions.AttemptTimeout"/>, because the server itself would wait indefinitely.</remarks>
    public TimeSpan? CancelLongPollTimeout { get; set; }

    /// <inheritdoc/>
    protected internal override bool HasCredential => Given.Any() && Credential != ElasticsearchCredential.None;

    /// <summary>The credential that is given; null unless it is exactly one that can be sent.</summary>
    internal ElasticsearchCredential? EffectiveCredential => Given.ToArray() switch
    {
        [nameof(Credential)] => Credential,
        [nameof(ApiKey)] when ElasticsearchCredential.IsToken(ApiKey) => ElasticsearchCredential.ApiKey(ApiKey!),
        [nameof(Username)] when ElasticsearchCredential.IsUser(Username) => ElasticsearchCredential.Basic(Username!, Password ?? ""),
        [nameof(BearerToken)] when ElasticsearchCredential.IsToken(BearerToken) => ElasticsearchCredential.Bearer(BearerToken!),
        _ => null,
    };

    private IEnumerable<string> Given =>
        from setting in new (string Name, bool IsGiven)[]
        {
            (nameof(Credential), Credential is not null),
            (nameof(ApiKey), !string.IsNullOrEmpty(ApiKey)),
            (nameof(Username), !string.IsNullOrEmpty(Username)),
            (nameof(BearerToken), !string.IsNullOrEmpty(BearerToken)),
        }
        where setting.IsGiven
        select setting.Name;

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint)
    {
        string[] given = [.. Given];
        if (given.Length == 0)
        {
            yield return (nameof(Credential), "Credential is required; or ApiKey, or Username and Password, or BearerToken. ElasticsearchCredential.None says that the cluster has no security.");
        }
        else if (given.Length > 1)
        {
            yield return (nameof(Credential), $"Credential must be one only; given are {string.Join(" and ", given)}.");
        }
        else if (EffectiveCredential is null)
        {
            yield return given is [nameof(Username)]
                ? (nameof(Username), "Username must be without colons and control characters.")
                : (given[0], $"{given[0]} must be of visible ASCII characters only.");
        }

        if (Username is { Length: > 0 } && string.IsNullOrEmpty(Password))
        {
            yield return (nameof(Password), "Password is required with Username.");
        }

        if (CancelLongPollTimeout is { } wait && (wait < TimeSpan.FromMilliseconds(10) || wait >= AttemptTimeout))
        {
            yield return (nameof(CancelLongPollTimeout), $"CancelLongPollTimeout must be at least 10 milliseconds and shorter than AttemptTimeout ({AttemptTimeout:c}); it is {wait:c}.");
        }

        foreach (var problem in base.FindProblems(endpoint))
        {
            yield return problem;
        }
    }
}
