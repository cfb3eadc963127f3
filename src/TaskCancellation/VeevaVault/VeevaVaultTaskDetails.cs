namespace TaskCancellation.VeevaVault;

/// <summary>What only Veeva Vault knows of a job. Created by reads; in tests, by an object initializer.</summary>
/// <remarks>Dates are kept as Vault writes them: they end in Z and may nevertheless be in the Vault's own time zone (<see cref="VeevaVaultTaskClientOptions.VaultTimeZone"/>). Source: https://developer.veevavault.com/api/#jobs.</remarks>
public sealed record VeevaVaultTaskDetails : TaskDetails
{
    /// <summary>Gets the id of the user who created the job.</summary>
    public long? CreatedBy { get; init; }

    /// <summary>Gets the id of the user who last changed the job; lists only.</summary>
    public long? ModifiedBy { get; init; }

    /// <summary>Gets when the job was created, as Vault writes it.</summary>
    public string? CreatedDate { get; init; }

    /// <summary>Gets when the job was last changed, as Vault writes it; lists only.</summary>
    public string? ModifiedDate { get; init; }

    /// <summary>Gets when the job started, as Vault writes it. For a job that has not started, this is when it is due.</summary>
    public string? RunStartDate { get; init; }

    /// <summary>Gets when the job ended, as Vault writes it.</summary>
    public string? RunEndDate { get; init; }

    /// <summary>Gets the paths that Vault names for the job, by relation (self, artifacts); only from reads of one job. The client does not follow them.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init => field = ReadOnlyValues.Map(value); } = ReadOnlyValues.Map([]);
}
