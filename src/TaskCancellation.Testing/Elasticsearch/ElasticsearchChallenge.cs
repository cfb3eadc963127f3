namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>How OpenSearch asks for a credential, which determines the form of its 401.</summary>
public enum ElasticsearchChallenge
{
    /// <summary>No challenge: <c>Authentication finally failed</c>.</summary>
    None,

    /// <summary>A user name and password: <c>Unauthorized</c>.</summary>
    Basic,

    /// <summary>A token: no body.</summary>
    Bearer,
}
