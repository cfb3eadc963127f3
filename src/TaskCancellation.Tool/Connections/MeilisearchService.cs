using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tool.Connections;

/// <summary>Meilisearch.</summary>
internal static class MeilisearchService
{
    internal static ServiceKind Kind { get; } = new("meilisearch", [new("none", null), new("api-key", "API key")], [], request =>
    {
        var options = request.Fill(new MeilisearchTaskClientOptions
        {
            Credential = request.Authentication == "none" ? MeilisearchCredential.None : MeilisearchCredential.ApiKey(request.SecretValue),
        });
        return request.Http is { } http ? new MeilisearchTaskClient(http, options) : new MeilisearchTaskClient(options);
    });
}
