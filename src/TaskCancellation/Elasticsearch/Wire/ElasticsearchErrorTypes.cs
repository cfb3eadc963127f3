namespace TaskCancellation.Elasticsearch;

/// <summary>The names of errors that mean something. Texts are never looked at.</summary>
internal static class ElasticsearchErrorTypes
{
    internal const string NotFound = "resource_not_found_exception";
    internal const string NoSuchNode = "no_such_node_exception";
    internal const string IllegalArgument = "illegal_argument_exception";
    internal const string IllegalState = "illegal_state_exception";
    internal const string Validation = "action_request_validation_exception";
    internal const string Security = "security_exception";
    internal const string NotAvailable = "api_not_available_exception";
    internal const string Timeout = "timeout_exception";
    internal const string TransportTimeout = "receive_timeout_transport_exception";
    internal const string TaskCancelled = "task_cancelled_exception";
    internal const string TaskRelocated = "task_relocated_exception";
    internal const string CircuitBreaking = "circuit_breaking_exception";
    internal const string NoShard = "no_shard_available_action_exception";
    internal const string IndexClosed = "index_closed_exception";

    internal static ElasticsearchErrorMeanings MeaningOf(string? type) => type switch
    {
        NotFound or NoSuchNode => ElasticsearchErrorMeanings.NotThere,
        IllegalArgument => ElasticsearchErrorMeanings.IllegalArgument,
        IllegalState => ElasticsearchErrorMeanings.IllegalState,
        Security => ElasticsearchErrorMeanings.Security,
        TaskCancelled => ElasticsearchErrorMeanings.TaskCancelled,
        _ => ElasticsearchErrorMeanings.None,
    };
}
