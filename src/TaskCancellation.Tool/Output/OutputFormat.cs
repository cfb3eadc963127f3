namespace TaskCancellation.Tool.Output;

/// <summary>How data is printed.</summary>
internal enum OutputFormat
{
    /// <summary>A table for people.</summary>
    Table = 0,

    /// <summary>JSON Lines: one object for each row.</summary>
    Json,

    /// <summary>CSV with a header.</summary>
    Csv,
}
