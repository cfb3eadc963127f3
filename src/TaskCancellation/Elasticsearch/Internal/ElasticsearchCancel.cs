using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Sends cancels and reads their replies, in which most failures are successes by status.</summary>
internal sealed class ElasticsearchCancel(TaskHttpPipeline pipeline, ElasticsearchTaskReader reader, TimeProvider clock, TimeSpan? waitAtServer)
{
    /// <summary>Cancels one task. The kind, where it is known, goes along, so that the server itself spares another task of the same id.</summary>
    internal async Task<CancelReply> SendAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        if (target.Kind is { } kind && (string.IsNullOrWhiteSpace(kind) || kind.AsSpan().ContainsAny(',', '*')))
        {
            throw new TaskRequestException($"'{kind}' is not the action of a task, so that the task {target.Id} cannot be told from others.")
            {
                Kind = TaskErrorKind.InvalidRequest,
                Delivery = RequestDelivery.NotSent,
                ServiceName = ElasticsearchLimits.ServiceName,
            };
        }

        var (body, isDoubtful) = await PostAsync(target, cancellationToken).ConfigureAwait(false);
        var named = body.Tasks.FirstOrDefault(task => task.Id == target.Id || CurrentId(task) == target.Id);
        return new CancelReply
        {
            Items = [named is not null
                ? new CancelItemReply(target, CancelDisposition.Acknowledged, named with { Id = target.Id })
                : await ReadUpAsync(target, body, cancellationToken).ConfigureAwait(false)],
            Collateral = [.. body.Tasks.Where(task => task != named)],
            FollowsDoubtfulTry = isDoubtful,
        };
    }

    /// <summary>Cancels what the server finds by a filter, once.</summary>
    internal async Task<CancelReply> SendAsync(FilterTranslation filter, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(ToRequest(filter), cancellationToken).ConfigureAwait(false);
        var body = TaskListBody.Read(reply, keepRaw: false);
        return new CancelReply
        {
            Items = [.. body.Tasks.Select(task => new CancelItemReply(task.ToTarget(), CancelDisposition.Acknowledged, task))],
            Matched = body.IsPartial ? null : body.Tasks.Count,
            PartialFailure = body.IsPartial ? body.ToException("Not all of the cancel was taken.") : null,
            FollowsDoubtfulTry = reply.FollowsDoubtfulTry,
        };
    }

    /// <summary>The request for one task, as it is sent first.</summary>
    internal TaskHttpRequest ToRequest(TaskTarget target) => ToRequest(target, wait: waitAtServer is not null, followsDoubtfulTry: false);

    /// <summary>The request for what the server finds by a filter.</summary>
    internal static TaskHttpRequest ToRequest(FilterTranslation filter) => new(HttpMethod.Post, ElasticsearchPaths.CancelMany(filter.Parameters), RetrySafety.SafeIfNotSent);

    private static TaskHttpRequest ToRequest(TaskTarget target, bool wait, bool followsDoubtfulTry) =>
        new(HttpMethod.Post, ElasticsearchPaths.CancelOne(target.Id, target.Kind, wait), RetrySafety.Safe) { FollowsDoubtfulTry = followsDoubtfulTry };

    private async Task<(TaskListBody Body, bool IsDoubtful)> PostAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        if (waitAtServer is not { } time)
        {
            return await PostAsync(target, wait: false, followsDoubtfulTry: false, cancellationToken).ConfigureAwait(false);
        }

        using var bound = new CancellationTokenSource(time, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await PostAsync(target, wait: true, followsDoubtfulTry: false, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // It may well have been taken; the same cancel without the wait is answered at once and says so.
            return await PostAsync(target, wait: false, followsDoubtfulTry: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(TaskListBody Body, bool IsDoubtful)> PostAsync(TaskTarget target, bool wait, bool followsDoubtfulTry, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(ToRequest(target, wait, followsDoubtfulTry), cancellationToken).ConfigureAwait(false);
        return (TaskListBody.Read(reply, keepRaw: false), reply.FollowsDoubtfulTry);
    }

    // A failure says what the cancel met with; what became of the task, only a read tells.
    private async Task<CancelItemReply> ReadUpAsync(TaskTarget target, TaskListBody body, CancellationToken cancellationToken)
    {
        if (!body.IsPartial)
        {
            return new CancelItemReply(target, CancelDisposition.Unclear);
        }

        var meaning = CancelFailures.MeaningOf(body);
        var failure = body.ToException($"The task {target.Id} was not canceled.", CancelFailures.KindOf(meaning));
        if (meaning == CancelFailure.Denied)
        {
            return new CancelItemReply(target, CancelDisposition.Denied, null, failure);
        }

        try
        {
            var task = await reader.ReadAsync(target.Id, ReadOptions.Default, cancellationToken).ConfigureAwait(false);
            return new CancelItemReply(target, CancelFailures.DispositionOf(meaning, task), task, failure);
        }
        catch (TaskRequestException reading)
        {
            return new CancelItemReply(target, CancelFailures.DispositionUnread(meaning), null, new TaskRequestException($"{failure.Summary} Reading the task failed too: {reading.Summary}", new AggregateException(failure, reading))
            {
                Kind = failure.Kind,
                Delivery = failure.Delivery,
                StatusCode = failure.StatusCode,
                ErrorCode = failure.ErrorCode,
                ServiceName = failure.ServiceName,
                RetryAfter = reading.RetryAfter,
            });
        }
    }

    private static TaskId? CurrentId(TaskSnapshot task) => (task.Details as ElasticsearchTaskDetails)?.CurrentId;
}
