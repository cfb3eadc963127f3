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

    /// <summary>What the user may do: Elasticsearch's privileges <c>all</c>, <c>manage</c>, <c>monitor</c> and <c>cancel_task</c>, or actions, in which a star stands for anything: <c>cluster:monitor/tasks/lists</c>, <c>cluster:monitor/task/get</c>, <c>cluster:admin/tasks/cancel</c>, <c>cluster:monitor/main</c>, <c>indices:*</c>. Everything by default.</summary>
    public IReadOnlyList<string> Privileges { get; init; } = ["all"];

    /// <summary>The user's roles, which Elasticsearch names in its refusals.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The roles that the user's directory knows, which OpenSearch names in its refusals.</summary>
    public IReadOnlyList<string> BackendRoles { get; init; } = [];
}
