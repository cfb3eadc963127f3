using System.IO.Enumeration;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The management of reindexing, which Elasticsearch has from 9.5 on: what is left to list and to cancel where the endpoints of tasks are not to be had, as on serverless.</summary>
internal sealed class ElasticsearchReindexApi(TaskHttpPipeline pipeline, ElasticsearchDialect dialect)
{
    /// <summary>Whether a refusal says that the endpoints of tasks are not to be had here, whoever asks.</summary>
    internal static bool IsDue(TaskRequestException refusal) => refusal is { StatusCode: 410, ErrorCode: not null };

    /// <summary>Asks for the cancel of one reindex, and does not wait for its end. False: the service has not taken it. What is not a reindex that runs is an error, not found.</summary>
    internal async Task<(bool IsTaken, bool FollowsAmbiguousAttempt)> CancelAsync(TaskId id, bool followsAmbiguousAttempt, CancellationToken cancellationToken)
    {
        var request = new TaskHttpRequest(HttpMethod.Post, ElasticsearchPaths.CancelReindex(id), RetrySafety.Safe) { FollowsAmbiguousAttempt = followsAmbiguousAttempt };
        using var reply = await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return (reply.Read(ElasticsearchReindexList.ReadAcknowledgement), reply.FollowsAmbiguousAttempt);
    }

    /// <summary>Lists what runs of reindexing and matches.</summary>
    /// <exception cref="UnsupportedFilterException">The filter has a field that these lists do not show.</exception>
    internal async Task<TaskPage> ListAsync(FilterTranslation filter, ReadOptions options, CancellationToken cancellationToken)
    {
        Check(filter.Filter as ElasticsearchTaskFilter);
        if (filter.Filter.Kinds is { } kinds && !kinds.Any(MeansReindex))
        {
            return new TaskPage([]);
        }

        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(ElasticsearchPaths.DetailedReindexes, options), cancellationToken).ConfigureAwait(false);
        var read = reply.Read(ElasticsearchReindexList.Reader(dialect.Product, options.KeepRaw));
        return new TaskPage(read.Tasks) { Failure = read.IsPartial ? read.Failures.ToListException() : null };
    }

    /// <summary>Whether reindexing may be listed.</summary>
    internal async Task<bool> MayListAsync(CancellationToken cancellationToken) =>
        await pipeline.TryReadAsync(TaskHttpRequest.Get(ElasticsearchPaths.Reindexes), ElasticsearchReindexList.Reader(dialect.Product), cancellationToken).ConfigureAwait(false) is not null;

    private void Check(ElasticsearchTaskFilter? filter)
    {
        var field = filter switch
        {
            { OpaqueId: not null } => nameof(filter.OpaqueId),
            { ParentId: not null } => nameof(filter.ParentId),
            { Nodes: not null } => nameof(filter.Nodes),
            _ => null,
        };
        if (field is not null)
        {
            throw new UnsupportedFilterException($"{dialect.Product} has no lists of tasks here, and its lists of reindexing do not show {field}. Filter by Kinds, Started or Where.", field);
        }
    }

    // To the framework a question mark is a wildcard even when it is escaped; the service has none of these in a kind.
    private static bool MeansReindex(string pattern) =>
        !pattern.AsSpan().ContainsAny('?', '\\') && FileSystemName.MatchesSimpleExpression(pattern, ElasticsearchReindexList.Kind, ignoreCase: false);
}
