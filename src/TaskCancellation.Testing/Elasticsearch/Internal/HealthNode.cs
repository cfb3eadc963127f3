using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The server's own persistent task <c>health-node[c]</c>, which every cluster of 8.5 and later runs: cancelled, it is started again under a new id.</summary>
internal sealed class HealthNode(Cluster cluster)
{
    private LiveTask? task;
    private int starts;

    /// <summary>Sees to it that it runs.</summary>
    internal void Ensure(DateTimeOffset now)
    {
        if (task is { IsLive: true } && cluster.FindNode(task.Id.Node) is not null)
        {
            return;
        }

        starts++;
        task = cluster.AddOwn(
            new ElasticsearchTask
            {
                Node = cluster.Local.Id,
                Action = "health-node[c]",
                Type = "persistent",
                Parent = string.Create(CultureInfo.InvariantCulture, $"cluster:{starts}"),
                Description = "id=health-node",
                StatusJson = """{"state":"STARTED"}""",
                CancelDelay = TimeSpan.Zero,
            },
            now,
            isOwn: false);
    }
}
