namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A refusal on its way to the reply, or to the <c>error</c> of a task.</summary>
internal sealed class MeilisearchRefusal(int status, string code, string type, string message) : Exception(message)
{
    internal int Status { get; } = status;

    internal string Code { get; } = code;

    internal string Type { get; } = type;

    internal static MeilisearchRefusal BadRequest(string code, string message) => new(400, code, "invalid_request", message);

    internal static MeilisearchRefusal NotFound(string code, string message) => new(404, code, "invalid_request", message);

    internal static MeilisearchRefusal InvalidKey() => new(403, "invalid_api_key", "auth", "The provided API key is invalid.");

    internal static MeilisearchRefusal MissingHeader() => new(
        401, "missing_authorization_header", "auth", "The Authorization header is missing. It must use the bearer authorization method.");

    internal static MeilisearchRefusal MissingMasterKey() => new(
        401, "missing_master_key", "auth", "Meilisearch is running without a master key. To access this API endpoint, you must have set a master key at launch.");

    internal static MeilisearchRefusal FeatureNotEnabled(string what, string feature, int discussion) => BadRequest(
        "feature_not_enabled", $"{what} requires enabling the `{feature}` experimental feature. See https://github.com/orgs/meilisearch/discussions/{discussion}");

    internal static MeilisearchRefusal QueueFull() => new(
        422, "no_space_left_on_device", "system", "Meilisearch cannot receive write operations because the limit of the task database has been reached. Please delete tasks to continue performing write operations.");
}
