namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Whether a user can log in with a password.</summary>
public enum VeevaVaultUserState
{
    /// <summary>Yes.</summary>
    Active,

    /// <summary>No: <c>INACTIVE_USER</c>.</summary>
    Inactive,

    /// <summary>No: <c>USER_LOCKED_OUT</c>.</summary>
    LockedOut,

    /// <summary>No: <c>PASSWORD_CHANGE_REQUIRED</c>.</summary>
    PasswordExpired,
}
