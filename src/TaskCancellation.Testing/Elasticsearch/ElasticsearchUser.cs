namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A user of the cluster. Each credential that is not <see langword="null"/> is valid: a password, an API key, a bearer token.</summary>
/// <example>
/// <code>
/// emulator.AddUser(new() { Name = "reader", Password = "secret", Privileges = ["monitor"] });
/// </code>
/// </example>
public sealed record ElasticsearchUser : EmulatedUser
{
    /// <summary>Gets the password, sent with the name as <c>Basic</c>.</summary>
    public string? Password { get; init; }

    /// <summary>Gets the secret of the API key whose id is the name, sent with it as <c>ApiKey</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Gets the token, sent as <c>Bearer</c>.</summary>
    public string? BearerToken { get; init; }

    /// <summary>Gets what the user can do: Elasticsearch's privileges <c>all</c>, <c>manage</c>, <c>monitor</c> and <c>cancel_task</c>, or actions with a star as a wildcard, such as <c>cluster:monitor/tasks/lists</c>, <c>cluster:monitor/task/get</c>, <c>cluster:admin/tasks/cancel</c>, <c>cluster:monitor/main</c> and <c>indices:*</c>. Everything by default.</summary>
    public IReadOnlyList<string> Privileges { get; init; } = ["all"];

    /// <summary>Gets the roles that Elasticsearch names when it refuses the user.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Gets the roles of the user directory, which OpenSearch names when it refuses the user.</summary>
    public IReadOnlyList<string> BackendRoles { get; init; } = [];
}
