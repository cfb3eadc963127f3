using TaskCancellation.TopazImage;

namespace TaskCancellation.Tool.Connections;

/// <summary>The Topaz Image API.</summary>
internal static class TopazImageService
{
    internal static ServiceKind Kind { get; } = new("topazimage", [new("api-key", "API key")], [], request =>
    {
        var options = request.Fill(new TopazImageTaskClientOptions { ApiKey = request.SecretValue });
        return request.Http is { } http ? new TopazImageTaskClient(http, options) : new TopazImageTaskClient(options);
    });
}
