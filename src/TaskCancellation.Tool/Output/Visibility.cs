namespace TaskCancellation.Tool.Output;

/// <summary>Sentences on what was not seen. That nothing is visible does not mean that nothing is there.</summary>
internal static class Visibility
{
    /// <summary>The sentence for a filter that no visible task matches.</summary>
    internal static string NothingMatches(TaskClient client, ServiceInfo? service) =>
        $"No task that this credential can see matches.{Limits(client, service)}";

    /// <summary>The sentence for an id that was asked for and not seen.</summary>
    internal static string NotSeen(TaskClient client, TaskId id) => client.Capabilities.HidesTasks
        ? $"{id.Value}: no such task, or it is hidden from this credential."
        : $"{id.Value}: no such task.";

    /// <summary>The sentence for an id that a filter names and the list does not show.</summary>
    internal static string NotListed(TaskId id) => $"{id.Value}: no task with this id that matches is visible to this credential.";

    private static string Limits(TaskClient client, ServiceInfo? service) => service?.CanList == false
        ? " It is not allowed to list tasks."
        : client.Capabilities.HidesTasks ? $" {client.Capabilities.ServiceName} does not show tasks to a credential that may not see them: they would be missing here without notice." : "";
}
