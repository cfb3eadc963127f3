namespace TaskCancellation.Providers;

/// <summary>What a listed task shows of a field of the filter it was listed by.</summary>
public enum FieldMatch
{
    /// <summary>Not compared, which counts as met.</summary>
    Unknown = 0,

    /// <summary>It has the field's value, or the service means more by the field than the task shows.</summary>
    Meets,

    /// <summary>It does not, and the service was not to say so: the task is left out.</summary>
    Differs,

    /// <summary>It does not although the service was told: the service did not apply the filter, and nothing it listed can be believed.</summary>
    Contradicts,
}
