namespace TaskCancellation.Testing.VeevaVault;

/// <summary>How the error of a job that could not be cancelled is written.</summary>
public enum VeevaVaultItemErrors
{
    /// <summary><c>errors</c> is one object, as in every published sample.</summary>
    AsObject,

    /// <summary><c>errors</c> is an array, as the prose says.</summary>
    AsArray,

    /// <summary><c>errors</c> is null.</summary>
    AsNull,

    /// <summary>No <c>errors</c>, but a <c>responseMessage</c>.</summary>
    AsMessage,
}
