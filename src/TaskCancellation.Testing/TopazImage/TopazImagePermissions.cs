namespace TaskCancellation.Testing.TopazImage;

/// <summary>The endpoints that an API key can call. The others are answered 403.</summary>
[Flags]
public enum TopazImagePermissions
{
    /// <summary>None: the key is known and allows nothing.</summary>
    None = 0,

    /// <summary>The status of a job, and lists.</summary>
    Read = 1,

    /// <summary>Cancel.</summary>
    Cancel = 2,

    /// <summary>New jobs and estimates.</summary>
    Submit = 4,

    /// <summary>Deletion of status records.</summary>
    Delete = 8,

    /// <summary>Download links.</summary>
    Download = 16,

    /// <summary>The credit balance.</summary>
    Account = 32,

    /// <summary>All endpoints.</summary>
    All = Read | Cancel | Submit | Delete | Download | Account,
}
