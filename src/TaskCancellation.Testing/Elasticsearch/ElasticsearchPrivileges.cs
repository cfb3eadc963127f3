namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a caller may do.</summary>
[Flags]
public enum ElasticsearchPrivileges
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>List and read tasks.</summary>
    Monitor = 1,

    /// <summary>Cancel tasks.</summary>
    CancelTask = 2,

    /// <summary>Both.</summary>
    Manage = Monitor | CancelTask,
}
