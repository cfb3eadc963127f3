using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The settings of an <see cref="ElasticsearchTaskClient"/>. The endpoint is the cluster's address, such as https://search.example.com:9200.</summary>
/// <remarks>Exactly one credential is required: <see cref="Credential"/>, or one of the settings that can be kept in configuration; <see cref="ElasticsearchCredential.None"/> for a cluster without security.</remarks>
public class ElasticsearchTaskClientOptions : TaskClientOptions
{
    /// <summary>How to prove who is asking.</summary>
    public ElasticsearchCredential? Credential { get; set; }

    /// <summary>An encoded API key; see <see cref="ElasticsearchCredential.ApiKey(string)"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A user, with <see cref="Password"/>; see <see cref="ElasticsearchCredential.Basic"/>.</summary>
    public string? Username { get; set; }

    /// <summary>The password of <see cref="Username"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A token; see <see cref="ElasticsearchCredential.Bearer"/>.</summary>
    public string? BearerToken { get; set; }

    /// <summary>How long a cancel by id may wait at the server until the task has ended (<c>wait_for_completion=true</c>), before it is followed up by reading. Null (the default): it does not wait there. Needs Elasticsearch 7.8 or OpenSearch, and must be shorter than <see cref="TaskClientOptions.AttemptTimeout"/>: the server itself would wait without end.</summary>
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
            yield return (nameof(CancelLongPollTimeout), "CancelLongPollTimeout must be at least 10 milliseconds and shorter than AttemptTimeout.");
        }

        foreach (var problem in base.FindProblems(endpoint))
        {
            yield return problem;
        }
    }
}
