using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>Pipelines over clients that a test supplies.</summary>
internal static class Pipelines
{
    internal static TaskHttpPipeline Over(HttpClient client, ProbeOptions? options = null, Uri? endpoint = null, ProbeDialect? dialect = null, CapturedLog? log = null) =>
        new(client, endpoint ?? ProbeService.Address, dialect ?? new ProbeDialect(), options ?? new ProbeOptions { RetryDelay = TimeSpan.Zero }, log ?? new CapturedLog());

    /// <summary>A client as the library makes one for itself.</summary>
    internal static HttpClient CreateOwned() => SingleAttemptHandler.CreateClient(HttpTaskClient.CreatePrimaryHandler());
}
