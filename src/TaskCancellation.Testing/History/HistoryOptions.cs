namespace TaskCancellation.Testing;

/// <summary>What a history takes for granted.</summary>
public sealed record HistoryOptions
{
    /// <summary>Gets the default options.</summary>
    public static HistoryOptions Default { get; } = new();

    /// <summary>Gets the clock that lines are stamped with; the system clock when <see langword="null"/>.</summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Gets the state machine of the tasks; that of the first recorded client when <see langword="null"/>, and a common one without a client.</summary>
    public TaskLifecycle? Lifecycle { get; init; }

    /// <summary>Gets what may go wrong in every call. The default is <see cref="HistoryFaults.None"/>.</summary>
    /// <remarks>A recorded client whose requests are not recorded (<see cref="TaskHistory.Record(HttpMessageHandler, Func{HttpRequestMessage, bool}?)"/>) is granted <see cref="HistoryFaults.LostReply"/>.</remarks>
    public HistoryFaults Faults { get; init; }

    /// <summary>Gets whether others cancel tasks without a line that says so. The default is <see langword="false"/>: a task is canceled only if a call, or <see cref="TaskHistory.ObserveCancel"/>, asked for it.</summary>
    public bool OthersCancel { get; init; }

    /// <summary>Gets whether an id may be given to another task once its task is gone. The default is <see langword="false"/>.</summary>
    public bool ReusesIds { get; init; }

    /// <summary>Gets by how much a call may be late: after its deadline, or after its token has fired. The default is five seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
