using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>What Veeva Vault answers by its documentation, and how it is reached.</summary>
internal static class VaultReplies
{
    private const string Session = "BENCHMARK0123456789SESSION";
    private const string Version = "v25.3";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    internal static string Canceled(IEnumerable<long> ids) =>
        $$"""{"responseStatus":"SUCCESS","data":[{{string.Join(',', ids.Select(id => string.Create(CultureInfo.InvariantCulture, $$$"""{"responseStatus":"SUCCESS","data":{"id":{{{id}}}}}""")))}}]}""";

    /// <summary>Cancels by hand; how many jobs were taken.</summary>
    internal static async Task<int> CancelAsync(HttpClient http, Uri root, ReadOnlyMemory<long> ids)
    {
        var message = Bare.Request(HttpMethod.Post, $"{root.AbsoluteUri}api/{Version}/services/jobs/actions/cancel", authorization: null);
        message.Headers.TryAddWithoutValidation("Authorization", Session);
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(ToJobs(ids.Span), VaultJson.Default.VaultJobArray)) { Headers = { ContentType = Json } };
        var reply = await Bare.SendAsync(http, message, VaultJson.Default.VaultReply).ConfigureAwait(false);
        var taken = 0;
        for (var at = 0; at < reply.Data!.Count; at++)
        {
            taken += reply.Data[at] is { ResponseStatus: "SUCCESS", Data.Id: var id } && id == ids.Span[at] ? 1 : 0;
        }

        return taken;
    }

    internal static VeevaVaultTaskClient Connect(HttpClient? http, Uri root)
    {
        var options = new VeevaVaultTaskClientOptions { Endpoint = root, AllowInsecureHttp = true, SessionId = Session };
        return http is null ? new VeevaVaultTaskClient(options) : new VeevaVaultTaskClient(http, options);
    }

    private static VaultJob[] ToJobs(ReadOnlySpan<long> ids)
    {
        var jobs = new VaultJob[ids.Length];
        for (var at = 0; at < ids.Length; at++)
        {
            jobs[at] = new VaultJob { JobId = ids[at] };
        }

        return jobs;
    }
}

internal record struct VaultJob
{
    [JsonPropertyName("job_id")]
    public long JobId { get; set; }
}

internal sealed record VaultReply
{
    public string? ResponseStatus { get; set; }

    public List<VaultItem>? Data { get; set; }
}

internal sealed record VaultItem
{
    public string? ResponseStatus { get; set; }

    public string? ResponseMessage { get; set; }

    public VaultReference? Data { get; set; }

    public List<VaultError>? Errors { get; set; }
}

internal sealed record VaultReference
{
    public long Id { get; set; }
}

internal sealed record VaultError
{
    public string? Type { get; set; }

    public string? Message { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VaultJob[]))]
[JsonSerializable(typeof(VaultReply))]
internal sealed partial class VaultJson : JsonSerializerContext;
