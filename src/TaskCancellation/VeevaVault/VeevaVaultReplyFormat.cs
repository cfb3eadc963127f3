namespace TaskCancellation.VeevaVault;

/// <summary>The form in which Vault is asked to answer a cancel. Reads are always in JSON.</summary>
public enum VeevaVaultReplyFormat
{
    /// <summary>JSON, the form that Vault's documentation shows.</summary>
    Json = 0,

    /// <summary>XML. Documented as possible without an example; the names of its elements are taken from the JSON and unverified. The name of the root is not looked at.</summary>
    Xml,
}
