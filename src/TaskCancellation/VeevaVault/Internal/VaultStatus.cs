namespace TaskCancellation.VeevaVault;

/// <summary>The values of responseStatus, of a whole reply and of its items.</summary>
internal static class VaultStatus
{
    internal const string Success = "SUCCESS";

    /// <summary>Done, with a remark.</summary>
    internal const string Warning = "WARNING";

    internal const string Failure = "FAILURE";
    internal const string Exception = "EXCEPTION";
}
