namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Someone whom the cluster knows. What is not null is good as a credential: a password, an API key, a bearer token.</summary>
public sealed record ElasticsearchUser : EmulatedUser
{
    /// <summary>The password, sent with the name as <c>Basic</c>.</summary>
    public string? Password { get; init; }

    /// <summary>The secret of the API key whose id is the name, sent with it as <c>ApiKey</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The token, sent as <c>Bearer</c>.</summary>
    public string? BearerToken { get; init; }

    /// <summary>What the user may do; everything by default.</summary>
    public ElasticsearchPrivileges Privileges { get; init; } = ElasticsearchPrivileges.Manage;
}
