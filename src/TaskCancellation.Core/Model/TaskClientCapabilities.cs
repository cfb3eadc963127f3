namespace TaskCancellation;

/// <summary>What a service can do by itself, and within what limits. The rest, the library adds.</summary>
public sealed record TaskClientCapabilities
{
    /// <summary>The service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The pace of waiting.</summary>
    public required PollingDefaults Polling { get; init; }

    /// <summary>The service takes a filter for a cancel.</summary>
    public bool CancelsByFilter { get; init; }

    /// <summary>The fields of a filter that the service evaluates in a list; possibly with a wider meaning, which is then checked here.</summary>
    public FilterFields ListFields { get; init; }

    /// <summary>The fields of a filter that cannot be evaluated for this service at all: its tasks do not show them, so that a <see cref="TaskFilter.Where"/> that looks at one sees <see langword="null"/>.</summary>
    public FilterFields UnsupportedFields { get; init; }

    /// <summary>The most ids in one cancel request.</summary>
    public int IdsPerRequest { get; init; } = 1;

    /// <summary>The most ids in one list request.</summary>
    public int IdsPerListRequest { get; init; } = int.MaxValue;

    /// <summary>The most characters that the ids of one request may take, separators included; null for no limit. It keeps addresses short enough for proxies.</summary>
    public int? IdCharactersPerRequest { get; init; }

    /// <summary>The service acknowledges a cancel by ids without looking whether such tasks are there (Meilisearch).</summary>
    public bool AcknowledgesUnknownIds { get; init; }

    /// <summary>A list can be asked for given ids, so that one look serves many tasks.</summary>
    public bool ListsByIds { get; init; }

    /// <summary>A look at many tasks goes over the list of all of them, whichever they are (Veeva Vault): as many as possible are looked at together.</summary>
    public bool ReadsByFullList { get; init; }

    /// <summary>The longest time the service may hold the read of one task until it has ended (<see cref="WaitOptions.LongPollTimeout"/>); zero where it cannot.</summary>
    public TimeSpan MaxLongPollTimeout { get; init; }

    /// <summary>Ids are GUIDs: the service takes and gives them in either case, and means the same task.</summary>
    public bool HasCaseInsensitiveIds { get; init; }

    /// <summary>The service may give the id of one task to another later. Kind, and time of enqueueing or start, of a <see cref="TaskTarget"/>, where it has them or once they were seen, are then compared with what is read.</summary>
    public bool ReusesIds { get; init; }

    /// <summary>A cancel by id names the kind of the target, where that is known, and the service spares a task of another kind.</summary>
    public bool ChecksKindOnCancel { get; init; }

    /// <summary>The service answers for a task that it hides from the caller as for one that is not there, so that a task which is no longer found need not have ended.</summary>
    public bool HidesTasks { get; init; }

    /// <summary>A cancel reaches all that the task has started and is still running (<see cref="TaskSnapshot.ParentId"/>). Of the tasks a filter selects, those below another one then get no request of their own.</summary>
    public bool CancelsDescendants { get; init; }

    /// <summary>A cancel may disturb tasks that are not addressed, and the service's reply does not show them: only a look before it does (Meilisearch, which aborts a whole batch).</summary>
    public bool CancelAffectsOthers { get; init; }

    /// <summary>Kinds (with <c>*</c> as a wildcard) that a filter does not address unless it names them whole, or names the task's id.</summary>
    public IReadOnlyList<string> ProtectedKinds { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>What whoever is about to cancel should know of the service, a sentence each. Plans show them.</summary>
    public IReadOnlyList<string> Caveats { get; init => field = ReadOnlyValues.List(value); } = [];
}
