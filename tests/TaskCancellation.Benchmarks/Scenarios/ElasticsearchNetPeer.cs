using System.Runtime.Serialization;
using Elasticsearch.Net;
using Elasticsearch.Net.Specification.TasksApi;
using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Elastic's low-level client for Elasticsearch 7: the same two requests, read into types of ours by its serializer.</summary>
internal static class ElasticsearchNetPeer
{
    internal static Side Connect(HttpMessageHandler? network, Uri root, string kind)
    {
        using var connection = network is null ? new HttpConnection() : new CannedConnection(network);
        var settings = new ConnectionConfiguration(new SingleNodeConnectionPool(root), connection);
        var client = new ElasticLowLevelClient(settings.ApiKeyAuthentication(new ApiKeyAuthenticationCredentials(ElasticsearchReplies.Key)));
        return new Side("Elasticsearch.Net", async () =>
        {
            var list = await client.Tasks.ListAsync<NetList>(new ListTasksRequestParameters { Actions = [kind], Detailed = true, GroupBy = GroupBy.None, Timeout = TimeSpan.FromSeconds(10) }).ConfigureAwait(false);
            var canceled = await client.Tasks.CancelAsync<NetCanceled>(new CancelTasksRequestParameters { Actions = [kind] }).ConfigureAwait(false);
            var taken = 0;
            foreach (var node in canceled.Nodes!.Values)
            {
                foreach (var task in node.Tasks!.Values)
                {
                    taken += task.Cancelled ? 1 : 0;
                }
            }

            return new Answer(Math.Min(list.Tasks!.Count, ElasticsearchFilter.Previewed), taken);
        });
    }

    private sealed class CannedConnection(HttpMessageHandler network) : HttpConnection
    {
        protected override HttpMessageHandler CreateHttpClientHandler(RequestData requestData) => network;
    }

    [DataContract]
    public sealed class NetList : ElasticsearchResponseBase
    {
        [DataMember(Name = "tasks")]
        public List<NetTask>? Tasks { get; set; }
    }

    [DataContract]
    public sealed class NetCanceled : ElasticsearchResponseBase
    {
        [DataMember(Name = "nodes")]
        public Dictionary<string, NetNode>? Nodes { get; set; }
    }

    [DataContract]
    public sealed class NetNode
    {
        [DataMember(Name = "tasks")]
        public Dictionary<string, NetTask>? Tasks { get; set; }
    }

    [DataContract]
    public sealed class NetTask
    {
        [DataMember(Name = "node")]
        public string? Node { get; set; }

        [DataMember(Name = "id")]
        public long Id { get; set; }

        [DataMember(Name = "type")]
        public string? Type { get; set; }

        [DataMember(Name = "action")]
        public string? Action { get; set; }

        [DataMember(Name = "description")]
        public string? Description { get; set; }

        [DataMember(Name = "start_time_in_millis")]
        public long Started { get; set; }

        [DataMember(Name = "running_time_in_nanos")]
        public long Nanos { get; set; }

        [DataMember(Name = "cancellable")]
        public bool Cancellable { get; set; }

        [DataMember(Name = "cancelled")]
        public bool Cancelled { get; set; }

        [DataMember(Name = "headers")]
        public Dictionary<string, string>? Headers { get; set; }

        [DataMember(Name = "status")]
        public NetStatus? Status { get; set; }
    }

    [DataContract]
    public sealed class NetStatus
    {
        [DataMember(Name = "total")]
        public long Total { get; set; }

        [DataMember(Name = "updated")]
        public long Updated { get; set; }

        [DataMember(Name = "created")]
        public long Created { get; set; }

        [DataMember(Name = "deleted")]
        public long Deleted { get; set; }

        [DataMember(Name = "batches")]
        public long Batches { get; set; }

        [DataMember(Name = "version_conflicts")]
        public long VersionConflicts { get; set; }

        [DataMember(Name = "noops")]
        public long Noops { get; set; }

        [DataMember(Name = "retries")]
        public NetRetries? Retries { get; set; }

        [DataMember(Name = "throttled_millis")]
        public long ThrottledMillis { get; set; }

        [DataMember(Name = "requests_per_second")]
        public double RequestsPerSecond { get; set; }

        [DataMember(Name = "throttled_until_millis")]
        public long ThrottledUntilMillis { get; set; }
    }

    [DataContract]
    public sealed class NetRetries
    {
        [DataMember(Name = "bulk")]
        public long Bulk { get; set; }

        [DataMember(Name = "search")]
        public long Search { get; set; }
    }
}
