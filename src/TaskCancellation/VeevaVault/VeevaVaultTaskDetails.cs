namespace TaskCancellation.VeevaVault;

/// <summary>What only Veeva Vault knows of a job. Made by reads; in tests, by an object initializer.</summary>
/// <remarks>Dates are kept as Vault writes them: they end in Z and may be in the Vault's own time zone all the same (<see cref="VeevaVaultTaskClientOptions.VaultTimeZone"/>). API: https://developer.veevavault.com/api/#jobs.</remarks>
public sealed record VeevaVaultTaskDetails : TaskDetails
{
    /// <summary>The id of the user who created the job.</summary>
    public long? CreatedBy { get; init; }

    /// <summary>The id of the user who last changed it; lists only.</summary>
    public long? ModifiedBy { get; init; }

    /// <summary>When the job was created, as Vault writes it.</summary>
    public string? CreatedDate { get; init; }

    /// <summary>When the job was last changed, as Vault writes it; lists only.</summary>
    public string? ModifiedDate { get; init; }

    /// <summary>When the job began, as Vault writes it. Of a job that has not begun it is when it is due.</summary>
    public string? RunStartDate { get; init; }

    /// <summary>When the job ended, as Vault writes it.</summary>
    public string? RunEndDate { get; init; }

    /// <summary>Paths that Vault names for the job, by relation (self, artifacts); reads of one job only. They are shown, never followed.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init => field = ReadOnlyValues.Map(value); } = ReadOnlyValues.Map([]);
}
