using System.Text.Json.Serialization;

namespace TaskCancellation.VeevaVault;

/// <summary>A job as Vault writes it, alone (<c>id</c>, links) or in a list (<c>job_id</c>, title).</summary>
internal sealed record VaultJob
{
    public long? Id { get; init; }

    [JsonPropertyName("job_id")]
    public long? JobId { get; init; }

    public string? Title { get; init; }

    public string? Status { get; init; }

    [JsonPropertyName("created_by")]
    public long? CreatedBy { get; init; }

    [JsonPropertyName("created_date")]
    public string? CreatedDate { get; init; }

    [JsonPropertyName("modified_by")]
    public long? ModifiedBy { get; init; }

    [JsonPropertyName("modified_date")]
    public string? ModifiedDate { get; init; }

    [JsonPropertyName("run_start_date")]
    public string? RunStartDate { get; init; }

    [JsonPropertyName("run_end_date")]
    public string? RunEndDate { get; init; }

    public IReadOnlyList<Link?>? Links { get; init; }

    internal long? Number => JobId ?? Id;

    internal sealed record Link(string? Rel, string? Href);
}
