namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The checks of a task against quotas.</summary>
internal static class Quotas
{
    private const long Unlimited = -1;

    /// <summary>What is wrong with a task to be made, of its organization first.</summary>
    internal static IEnumerable<string> Faults(CloudFoundryStore store, App app, long memory, long logRate) =>
        Faults(store, app, app.Space.Organization!, "organization", memory, logRate).Concat(Faults(store, app, app.Space, "space", memory, logRate)).Distinct();

    /// <summary>Whether a row may still be changed: only its own memory counts.</summary>
    internal static bool Allow(CloudFoundryStoredTask task) =>
        new[] { task.App.Space, task.App.Space.Organization! }.All(container => !(task.Options.MemoryInMb > container.Quota?.ProcessMemoryInMb));

    private static IEnumerable<string> Faults(CloudFoundryStore store, App app, Container container, string kind, long memory, long logRate)
    {
        if (container.Quota is not { } quota)
        {
            yield break;
        }

        // What is being canceled no longer counts.
        var counted = store.Tasks.Where(task => task.State is "PENDING" or "RUNNING" && (task.App.Space == container || task.App.Space.Organization == container)).ToList();
        if (memory + counted.Sum(task => (decimal)(task.Options.MemoryInMb ?? 0)) > quota.TotalMemoryInMb)
        {
            yield return $"memory_in_mb exceeds {kind} memory quota";
        }

        if (memory > quota.ProcessMemoryInMb)
        {
            yield return $"memory_in_mb exceeds {kind} instance memory quota";
        }

        if (quota.LogRateLimit is not null && logRate == Unlimited)
        {
            yield return $"log_rate_limit cannot be unlimited in {kind} '{container.Name}'.";
        }
        else if (logRate + counted.Sum(task => (decimal)Math.Max(task.Options.LogRateLimit, 0)) > quota.LogRateLimit)
        {
            yield return $"log_rate_limit exceeds {kind} log rate quota";
        }

        if (counted.Count(task => task.App == app) + 1 > quota.TasksOfApp)
        {
            yield return "app_task_limit quota exceeded";
        }
    }
}
