namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>How OpenSearch asks for a credential, which decides what its 401 looks like.</summary>
public enum ElasticsearchChallenge
{
    /// <summary>For a name and password: <c>Unauthorized</c>.</summary>
    Basic,

    /// <summary>For a token: no body.</summary>
    Bearer,

    /// <summary>Not at all: <c>Authentication finally failed</c>.</summary>
    None,
}
