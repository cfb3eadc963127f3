namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The form of the error of one job in a cancel.</summary>
public enum VeevaVaultItemErrors
{
    /// <summary><c>errors</c> is one object, as in every published sample.</summary>
    AsObject,

    /// <summary><c>errors</c> is an array, as the documentation says.</summary>
    AsArray,

    /// <summary><c>errors</c> is null.</summary>
    AsNull,

    /// <summary>There is no <c>errors</c>, but a <c>responseMessage</c>.</summary>
    AsMessage,
}
