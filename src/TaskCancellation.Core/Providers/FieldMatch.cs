namespace TaskCancellation.Providers;

/// <summary>Specifies how a listed task compares with a field of the filter that it was listed by.</summary>
public enum FieldMatch
{
    /// <summary>The field was not compared, which counts as met.</summary>
    Unknown = 0,

    /// <summary>The task has a value of the field, or the service means more by the field than the task shows.</summary>
    Meets,

    /// <summary>The task does not meet the field, which was not sent to the service. The task is left out.</summary>
    Differs,

    /// <summary>The task does not meet the field, although it was sent to the service. The service did not apply the filter, and nothing that it listed can be relied on.</summary>
    Contradicts,
}
