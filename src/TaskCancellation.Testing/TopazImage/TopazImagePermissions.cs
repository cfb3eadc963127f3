namespace TaskCancellation.Testing.TopazImage;

/// <summary>The endpoints a key is good for; the others are answered 403.</summary>
[Flags]
public enum TopazImagePermissions
{
    /// <summary>None: the key is known, and good for nothing.</summary>
    None = 0,

    /// <summary>Status of one job and lists.</summary>
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

    /// <summary>Everything.</summary>
    All = Read | Cancel | Submit | Delete | Download | Account,
}
