using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Elasticsearch, by a filter at the server: a list of what it addresses, which the library reads first, and the POST whose reply names so many tasks.</summary>
internal sealed class ElasticsearchFilter(int tasks) : Scenario
{
    /// <summary>The library's preview counts no further; what a list shows beyond is read by every side.</summary>
    internal const int Previewed = 20;

    private const string Kind = "indices:data/write/reindex";
    private static readonly TaskFilter Filter = new() { Kinds = [Kind] };
    private static readonly CancelOptions AtServer = new() { Selection = CancelSelection.ServerSide };

    internal override string Name => string.Create(CultureInfo.InvariantCulture, $"es-{tasks}");

    internal override CannedReplies Replies { get; } = new() { Get = ElasticsearchReplies.List(tasks, isDetailed: false), GetDetailed = ElasticsearchReplies.List(tasks, isDetailed: true), Post = ElasticsearchReplies.Canceled(tasks) };

    internal override Func<Task<Answer>> Floor(HttpClient http, Uri root) => async () =>
    {
        var actions = Uri.EscapeDataString(Kind);
        var list = await Bare.SendAsync(http, Bare.Request(HttpMethod.Get, $"{root.AbsoluteUri}_tasks?actions={actions}&detailed=true&group_by=none&timeout=10000ms", ElasticsearchReplies.Authorization()), ElasticsearchJson.Default.ElasticsearchList).ConfigureAwait(false);
        var canceled = await Bare.SendAsync(http, Bare.Request(HttpMethod.Post, $"{root.AbsoluteUri}_tasks/_cancel?actions={actions}", ElasticsearchReplies.Authorization()), ElasticsearchJson.Default.ElasticsearchCanceled).ConfigureAwait(false);
        var taken = 0;
        foreach (var node in canceled.Nodes!.Values)
        {
            foreach (var task in node.Tasks!.Values)
            {
                taken += task.Cancelled == true ? 1 : 0;
            }
        }

        return new Answer(Math.Min(list.Tasks!.Count, Previewed), taken);
    };

    internal override Func<Task<Answer>> Library(HttpClient? http, Uri root)
    {
        var client = ElasticsearchReplies.Connect(http, root);
        return async () =>
        {
            var operation = await client.CancelAsync(Filter, AtServer).ConfigureAwait(false);
            return new Answer(operation.Accepted.PreviewedCount ?? 0, operation.Accepted.Count(CancellationVerdict.Accepted));
        };
    }

    internal override IReadOnlyList<Side> Peers(HttpMessageHandler? network, Uri root) =>
        [ElasticClientsPeer.Connect(network, root, Kind), ElasticsearchNetPeer.Connect(network, root, Kind)];
}
