namespace TaskCancellation;

/// <summary>Specifies why a journal cannot be used.</summary>
public enum JournalErrorReason
{
    /// <summary>None of the other reasons.</summary>
    Unknown = 0,

    /// <summary>The run belongs to another service or endpoint, its input differs from what the journal holds, or another batch is using it: <see cref="JournalConflictException"/>.</summary>
    Conflict,

    /// <summary>The storage is not accessible: the folder does not exist, permission is missing, or the device fails.</summary>
    Unavailable,

    /// <summary>Other users hold the storage for too long.</summary>
    Busy,

    /// <summary>The storage can be read but not written.</summary>
    ReadOnly,

    /// <summary>The storage is full.</summary>
    Full,

    /// <summary>The file is not a journal, or is damaged.</summary>
    Damaged,

    /// <summary>A newer version of the library wrote the journal.</summary>
    NewerVersion,
}
