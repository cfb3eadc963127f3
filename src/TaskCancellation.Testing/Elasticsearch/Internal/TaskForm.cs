namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a task is shown as.</summary>
internal enum TaskForm
{
    /// <summary>As it runs.</summary>
    Running,

    /// <summary>As its record is kept.</summary>
    Record,

    /// <summary>As its record is read back.</summary>
    ReadBack,
}
