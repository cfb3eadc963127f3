using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TaskCancellation;

namespace Worker;

/// <summary>Reindexes, and takes the remote task along when the host stops.</summary>
/// <param name="cluster">The name of the cluster.</param>
/// <param name="tasks">The tasks of the cluster.</param>
/// <param name="http">The cluster, for what is not about tasks.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ReindexWorker(string cluster, TaskClient tasks, HttpClient http, ILogger<ReindexWorker> logger) : BackgroundService
{
    private static readonly object Reindex = new { source = new { index = "movies" }, dest = new { index = "movies-v2" } };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Less than the host waits for its services: the reindex is canceled, and seen to end, before the process does.
            var ended = await tasks.RunToCompletionAsync(StartReindexAsync, new RunOptions { Grace = TimeSpan.FromSeconds(20) }, stoppingToken);
            LogEnded(cluster, ended.Id, ended.State);
        }
        catch (RunCanceledException canceled)
        {
            LogCanceled(cluster, canceled.Outcome?.Target.Id, canceled.Outcome?.Verdict);
        }
    }

    private async Task<string> StartReindexAsync(CancellationToken token)
    {
        using var response = await http.PostAsJsonAsync("_reindex?wait_for_completion=false", Reindex, token);
        response.EnsureSuccessStatusCode();
        var reply = await response.Content.ReadFromJsonAsync<JsonElement>(token);
        var id = reply.GetProperty("task").GetString()!;
        LogStarted(cluster, id);
        return id;
    }

    [LoggerMessage(1, LogLevel.Information, "{Cluster}: the reindex is task {Id}")]
    private partial void LogStarted(string cluster, string id);

    [LoggerMessage(2, LogLevel.Information, "{Cluster}: task {Id} has ended: {State}")]
    private partial void LogEnded(string cluster, TaskId id, TaskState state);

    [LoggerMessage(3, LogLevel.Information, "{Cluster}: the host stops; task {Id} is {Verdict}")]
    private partial void LogCanceled(string cluster, TaskId? id, CancellationVerdict? verdict);
}
