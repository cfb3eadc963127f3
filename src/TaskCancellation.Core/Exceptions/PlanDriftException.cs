namespace TaskCancellation;

/// <summary>What the filter of a plan addresses has changed since it was made, by more than the <see cref="DriftPolicy"/> allows. Nothing was canceled.</summary>
public class PlanDriftException : PlanException
{
    /// <summary>Creates the exception.</summary>
    public PlanDriftException(string message, IReadOnlyList<TaskSnapshot> added, IReadOnlyList<TaskSnapshot> missing)
        : base(message, PlanErrorReason.Drift)
    {
        Added = ReadOnlyValues.List(added);
        Missing = ReadOnlyValues.List(missing);
    }

    /// <summary>Tasks that are addressed now and were not planned, in list order.</summary>
    public IReadOnlyList<TaskSnapshot> Added { get; }

    /// <summary>Planned tasks that are not addressed any more, as they were planned.</summary>
    public IReadOnlyList<TaskSnapshot> Missing { get; }
}
