namespace TaskCancellation.VeevaVault;

/// <summary>The form in which job ids are sent to Vault.</summary>
public enum VeevaVaultRequestFormat
{
    /// <summary>A JSON array, the form that Vault's documentation shows.</summary>
    Json = 0,

    /// <summary>CSV: a header line <c>job_id</c>, then an id a line. Documented as possible without an example; the header line is taken from Vault's other endpoints and unverified.</summary>
    Csv,
}
