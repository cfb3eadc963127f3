using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.Tasks;
using Elastic.Transport;
using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Elastic's client for Elasticsearch 9: the same two requests, read into its own types.</summary>
internal static class ElasticClientsPeer
{
    internal static Side Connect(HttpMessageHandler? network, Uri root, string kind)
    {
        var invoker = network is null ? new HttpRequestInvoker() : new HttpRequestInvoker((_, _) => network);
        var settings = new ElasticsearchClientSettings(new SingleNodePool(root), invoker).Authentication(new ApiKey(ElasticsearchReplies.Key));
        var client = new ElasticsearchClient(settings);
        return new Side("Elastic.Clients.Elasticsearch", async () =>
        {
            var list = await client.Tasks.ListAsync(new ListRequest { Actions = [kind], Detailed = true, GroupBy = GroupBy.None, Timeout = TimeSpan.FromSeconds(10) }).ConfigureAwait(false);
            var canceled = await client.Tasks.CancelAsync(new CancelRequest { Actions = [kind] }).ConfigureAwait(false);
            var taken = 0;
            foreach (var node in canceled.Nodes!.Values)
            {
                foreach (var task in node.Tasks.Values)
                {
                    taken += task.Cancelled == true ? 1 : 0;
                }
            }

            return new Answer(Math.Min(Count(list), ElasticsearchFilter.Previewed), taken);
        });
    }

    private static int Count(ListResponse list) => list.Tasks!.Match(flat => flat!.Count, grouped => grouped!.Count);
}
