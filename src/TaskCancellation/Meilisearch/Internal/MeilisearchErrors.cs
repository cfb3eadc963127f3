namespace TaskCancellation.Meilisearch;

/// <summary>The error codes that mean something to this client. Codes are the service's contract; of its texts only the list of kinds is read.</summary>
internal static class MeilisearchErrors
{
    /// <summary>There is no such task, or the key may not see it. Any other 404 is not the service's word about a task.</summary>
    internal const string TaskNotFound = "task_not_found";

    /// <summary>A kind that this version does not have; the text names those it has.</summary>
    internal const string InvalidTaskTypes = "invalid_task_types";

    /// <summary>An unknown key and one that may not do this are told alike.</summary>
    internal const string InvalidApiKey = "invalid_api_key";

    internal const string MissingAuthorizationHeader = "missing_authorization_header";
    internal const string MissingTaskFilters = "missing_task_filters";
    internal const string NoSpaceLeft = "no_space_left_on_device";
}
