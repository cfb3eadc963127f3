namespace TaskCancellation;

/// <summary>Why a journal cannot be used.</summary>
public enum JournalErrorReason
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>The run belongs to another service or endpoint, its input differs from what the journal holds, or another batch is using it: <see cref="JournalConflictException"/>.</summary>
    Conflict,

    /// <summary>Its storage cannot be reached: no such folder, no permission, a device that fails.</summary>
    Unavailable,

    /// <summary>Others hold it for too long.</summary>
    Busy,

    /// <summary>It can be read, and not written.</summary>
    ReadOnly,

    /// <summary>There is no room left.</summary>
    Full,

    /// <summary>What is there is not a journal, or no longer a whole one.</summary>
    Damaged,

    /// <summary>A later version of the library wrote it.</summary>
    NewerVersion,
}
