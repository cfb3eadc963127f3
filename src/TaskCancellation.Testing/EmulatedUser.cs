namespace TaskCancellation.Testing;

/// <summary>A user of an emulated service: a name and, in the derived records, the credentials and the permissions.</summary>
public abstract record EmulatedUser
{
    /// <summary>Gets the name, unique among the users of an emulator.</summary>
    /// <remarks><see cref="TaskEmulator{TId, TTask, TRow, TUser}.RemoveUser"/> takes it.</remarks>
    public required string Name { get; init; }
}
