using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tool.Connections;

/// <summary>Elasticsearch and OpenSearch.</summary>
internal static class ElasticsearchService
{
    internal static ServiceKind Kind { get; } = new("elasticsearch", [new("none", null), new("api-key", "encoded API key"), new("basic", "password", NeedsUser: true), new("bearer", "token")], [], request =>
    {
        var options = request.Fill(new ElasticsearchTaskClientOptions
        {
            Credential = request.Authentication switch
            {
                "none" => ElasticsearchCredential.None,
                "api-key" => ElasticsearchCredential.ApiKey(request.SecretValue),
                "basic" => ElasticsearchCredential.Basic(request.User, request.SecretValue),
                "bearer" => ElasticsearchCredential.Bearer(request.SecretValue),
                _ => throw request.Unknown(),
            },
        });
        return request.Http is { } http ? new ElasticsearchTaskClient(http, options) : new ElasticsearchTaskClient(options);
    });
}
