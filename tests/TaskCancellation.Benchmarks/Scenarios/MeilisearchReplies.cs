using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>What Meilisearch 1.50 answers, and how it is reached.</summary>
internal static class MeilisearchReplies
{
    private const string Key = "benchmark-key";

    internal static CannedReply Taken { get; } = CannedReply.Json(HttpStatusCode.OK, """
        {"taskUid":11,"indexUid":null,"status":"enqueued","type":"taskCancelation","enqueuedAt":"2026-11-26T11:43:15.727453814Z"}
        """);

    internal static CannedReply Page { get; } = CannedReply.Json(HttpStatusCode.OK, """
        {"results":[
        {"uid":10,"batchUid":null,"indexUid":"movies","status":"enqueued","type":"documentAdditionOrUpdate","canceledBy":null,"details":{"receivedDocuments":900,"indexedDocuments":null},"error":null,"duration":null,"enqueuedAt":"2026-11-26T11:43:12.487916724Z","startedAt":null,"finishedAt":null},
        {"uid":9,"batchUid":null,"indexUid":"movies","status":"enqueued","type":"documentAdditionOrUpdate","canceledBy":null,"details":{"receivedDocuments":31,"indexedDocuments":null},"error":null,"duration":null,"enqueuedAt":"2026-11-26T11:43:11.485737564Z","startedAt":null,"finishedAt":null}
        ],"total":2,"limit":20,"from":10,"next":null}
        """);

    internal static AuthenticationHeaderValue Authorization() => new("Bearer", Key);

    internal static MeilisearchTaskClient Connect(HttpClient? http, Uri root)
    {
        var options = new MeilisearchTaskClientOptions { Endpoint = root, AllowInsecureHttp = true, ApiKey = Key };
        return http is null ? new MeilisearchTaskClient(options) : new MeilisearchTaskClient(http, options);
    }
}

internal sealed record MeilisearchPage
{
    public List<MeilisearchTask>? Results { get; set; }

    public long? Total { get; set; }

    public long? Next { get; set; }
}

internal sealed record MeilisearchTask
{
    public long Uid { get; set; }

    public long? BatchUid { get; set; }

    public string? IndexUid { get; set; }

    public string? Status { get; set; }

    public string? Type { get; set; }

    public long? CanceledBy { get; set; }

    public MeilisearchDetails? Details { get; set; }

    public MeilisearchError? Error { get; set; }

    public string? Duration { get; set; }

    public string? CustomMetadata { get; set; }

    public DateTimeOffset? EnqueuedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed record MeilisearchDetails
{
    public long? ReceivedDocuments { get; set; }

    public long? IndexedDocuments { get; set; }

    public long? EditedDocuments { get; set; }

    public long? DeletedDocuments { get; set; }

    public long? MatchedTasks { get; set; }

    public long? CanceledTasks { get; set; }

    public string? OriginalFilter { get; set; }
}

internal sealed record MeilisearchError
{
    public string? Message { get; set; }

    public string? Code { get; set; }

    public string? Type { get; set; }

    public string? Link { get; set; }
}

internal sealed record MeilisearchTaken
{
    public long TaskUid { get; set; }

    public DateTimeOffset? EnqueuedAt { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MeilisearchPage))]
[JsonSerializable(typeof(MeilisearchTaken))]
internal sealed partial class MeilisearchJson : JsonSerializerContext;
