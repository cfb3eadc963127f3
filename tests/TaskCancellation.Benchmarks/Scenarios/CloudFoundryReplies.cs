using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>What the Cloud Controller 3.228 answers, and how it is reached.</summary>
internal static class CloudFoundryReplies
{
    private const string Token = "benchmark-token";

    /// <summary>The id of the task of that number: of version 4 in form, as the service's are.</summary>
    internal static string GuidOf(int number) => new Guid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1).ToString();

    internal static string Task(string guid) => $$$$"""
        {"guid":"{{{{guid}}}}","created_at":"2026-03-01T08:00:00Z","updated_at":"2026-03-01T08:02:10Z","sequence_id":7,"name":"nightly-report","command":"bin/report --all","user":"vcap","state":"CANCELING","memory_in_mb":256,"disk_in_mb":1024,"log_rate_limit_in_bytes_per_second":-1,"result":{"failure_reason":null},"droplet_guid":"5d0a3f0e-2f39-4a2b-8a3c-6c5b0d3e9f10","relationships":{"app":{"data":{"guid":"c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01"}}},"metadata":{"labels":{},"annotations":{}},"links":{"self":{"href":"https://api.example.org/v3/tasks/{{{{guid}}}}"},"app":{"href":"https://api.example.org/v3/apps/c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01"},"cancel":{"href":"https://api.example.org/v3/tasks/{{{{guid}}}}/actions/cancel","method":"POST"},"droplet":{"href":"https://api.example.org/v3/droplets/5d0a3f0e-2f39-4a2b-8a3c-6c5b0d3e9f10"}}}
        """;

    internal static Task<CloudFoundryTask> CancelAsync(HttpClient http, Uri root, string guid) =>
        Bare.SendAsync(http, Bare.Request(HttpMethod.Post, $"{root.AbsoluteUri}v3/tasks/{Uri.EscapeDataString(guid)}/actions/cancel", new AuthenticationHeaderValue("bearer", Token)), CloudFoundryJson.Default.CloudFoundryTask);

    internal static CloudFoundryTaskClient Connect(HttpClient? http, Uri root)
    {
        var options = new CloudFoundryTaskClientOptions { Endpoint = root, AllowInsecureHttp = true, AccessToken = Token };
        return http is null ? new CloudFoundryTaskClient(options) : new CloudFoundryTaskClient(http, options);
    }
}

internal sealed record CloudFoundryTask
{
    public string? Guid { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    public long? SequenceId { get; set; }

    public string? Name { get; set; }

    public string? Command { get; set; }

    public string? User { get; set; }

    public string? State { get; set; }

    public long? MemoryInMb { get; set; }

    public long? DiskInMb { get; set; }

    public long? LogRateLimitInBytesPerSecond { get; set; }

    public CloudFoundryResult? Result { get; set; }

    public string? DropletGuid { get; set; }

    public CloudFoundryRelationships? Relationships { get; set; }

    public CloudFoundryMetadata? Metadata { get; set; }
}

internal sealed record CloudFoundryResult
{
    public string? FailureReason { get; set; }
}

internal sealed record CloudFoundryRelationships
{
    public CloudFoundryRelationship? App { get; set; }
}

internal sealed record CloudFoundryRelationship
{
    public CloudFoundryReference? Data { get; set; }
}

internal sealed record CloudFoundryReference
{
    public string? Guid { get; set; }
}

internal sealed record CloudFoundryMetadata
{
    public Dictionary<string, string>? Labels { get; set; }

    public Dictionary<string, string>? Annotations { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CloudFoundryTask))]
internal sealed partial class CloudFoundryJson : JsonSerializerContext;
