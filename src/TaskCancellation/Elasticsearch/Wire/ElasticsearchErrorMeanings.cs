namespace TaskCancellation.Elasticsearch;

/// <summary>What of an error means something to a cancel.</summary>
[Flags]
internal enum ElasticsearchErrorMeanings
{
    None = 0,
    NotThere = 1,
    IllegalArgument = 2,
    IllegalState = 4,
    Security = 8,
    TaskCancelled = 16,
}
