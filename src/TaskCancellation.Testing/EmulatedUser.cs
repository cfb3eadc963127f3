namespace TaskCancellation.Testing;

/// <summary>Someone whom an emulated service knows: a name, and, in the records that derive from this, what the user shows and may do.</summary>
public abstract record EmulatedUser
{
    /// <summary>The name, unique among the users of an emulator. It is what <see cref="TaskEmulator{TId, TTask, TRow, TUser}.RemoveUser"/> takes.</summary>
    public required string Name { get; init; }
}
