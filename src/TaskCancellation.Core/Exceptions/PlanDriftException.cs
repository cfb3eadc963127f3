namespace TaskCancellation;

/// <summary>The exception that is thrown when the filter of a plan now addresses other tasks, by more than the <see cref="DriftPolicy"/> allows. Nothing was canceled.</summary>
public class PlanDriftException : PlanException
{
    /// <summary>Initializes a new instance of the <see cref="PlanDriftException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="added">The tasks that are addressed now and were not planned.</param>
    /// <param name="missing">The planned tasks that are no longer addressed.</param>
    public PlanDriftException(string message, IReadOnlyList<TaskSnapshot> added, IReadOnlyList<TaskSnapshot> missing)
        : base(message, PlanErrorReason.Drift)
    {
        Added = ReadOnlyValues.List(added);
        Missing = ReadOnlyValues.List(missing);
    }

    /// <summary>Gets the tasks that are addressed now and were not planned, in list order.</summary>
    public IReadOnlyList<TaskSnapshot> Added { get; }

    /// <summary>Gets the planned tasks that are no longer addressed, as they were planned.</summary>
    public IReadOnlyList<TaskSnapshot> Missing { get; }
}
