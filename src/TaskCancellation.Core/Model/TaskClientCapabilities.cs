namespace TaskCancellation;

/// <summary>Describes what a service can do by itself, and its limits. The library provides the rest.</summary>
public sealed record TaskClientCapabilities
{
    /// <summary>Gets the name of the service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Gets the default deadline and polling intervals.</summary>
    public required PollingDefaults Polling { get; init; }

    /// <summary>Gets whether the service accepts a filter for a cancellation.</summary>
    public bool CancelsByFilter { get; init; }

    /// <summary>Gets the fields of a filter that the service evaluates in a list. Where it does so with a wider meaning, the library compares the tasks again.</summary>
    public FilterFields ListFields { get; init; }

    /// <summary>Gets the fields of a filter that cannot be evaluated for this service.</summary>
    /// <remarks>The tasks of the service do not show these fields, so that they are <see langword="null"/> in a <see cref="TaskFilter.Where"/>.</remarks>
    public FilterFields UnsupportedFields { get; init; }

    /// <summary>Gets the largest number of ids in one cancel request.</summary>
    public int IdsPerRequest { get; init; } = 1;

    /// <summary>Gets the largest number of ids in one list request.</summary>
    public int IdsPerListRequest { get; init; } = int.MaxValue;

    /// <summary>Gets the largest number of characters that the ids of one request may take, separators included; <see langword="null"/> for no limit.</summary>
    /// <remarks>The limit keeps addresses short enough for proxies.</remarks>
    public int? IdCharactersPerRequest { get; init; }

    /// <summary>Gets whether the service acknowledges a cancellation by ids without checking that the tasks exist (Meilisearch).</summary>
    public bool AcknowledgesUnknownIds { get; init; }

    /// <summary>Gets whether a list can be requested for given ids, so that one read serves many tasks.</summary>
    public bool ListsByIds { get; init; }

    /// <summary>Gets whether many tasks are read from the list of all tasks, whichever they are (Veeva Vault). As many tasks as possible are then read together.</summary>
    public bool ReadsByFullList { get; init; }

    /// <summary>Gets the longest time the service may hold the read of one task until it has ended (<see cref="WaitOptions.LongPollTimeout"/>); zero when it cannot.</summary>
    public TimeSpan MaxLongPollTimeout { get; init; }

    /// <summary>Gets whether ids are GUIDs, which the service accepts and returns in either case.</summary>
    public bool HasCaseInsensitiveIds { get; init; }

    /// <summary>Gets whether the service may later give the id of a task to another task.</summary>
    /// <remarks>The kind and the time of enqueuing or start of a <see cref="TaskTarget"/>, where it has them or once they were seen, are then compared with the task that is read.</remarks>
    public bool ReusesIds { get; init; }

    /// <summary>Gets whether a cancellation by id names the kind of the target, where it is known, and the service does not cancel a task of another kind.</summary>
    public bool ChecksKindOnCancel { get; init; }

    /// <summary>Gets whether the service gives the same answer for a task that it hides from the caller as for one that does not exist. A task that is no longer found need not have ended then.</summary>
    public bool HidesTasks { get; init; }

    /// <summary>Gets whether a cancellation reaches everything that the task has started and is still running (<see cref="TaskSnapshot.ParentId"/>).</summary>
    /// <remarks>Of the tasks that a filter selects, those below another selected task then get no request of their own.</remarks>
    public bool CancelsDescendants { get; init; }

    /// <summary>Gets whether a cancellation may disturb tasks that are not addressed, and the reply does not show them.</summary>
    /// <remarks>Only a read before the cancellation shows them (Meilisearch, which aborts a whole batch).</remarks>
    public bool CancelAffectsOthers { get; init; }

    /// <summary>Gets the kinds, with <c>*</c> as a wildcard, that a filter addresses only when it names them in full or names the id of the task.</summary>
    public IReadOnlyList<string> ProtectedKinds { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets what to know about the service before canceling, one sentence each. Plans show them.</summary>
    public IReadOnlyList<string> Caveats { get; init => field = ReadOnlyValues.List(value); } = [];
}
