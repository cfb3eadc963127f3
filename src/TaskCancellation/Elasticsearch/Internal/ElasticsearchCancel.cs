using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Sends cancels and reads their replies, in which most failures are successes by status.</summary>
internal sealed class ElasticsearchCancel(TaskHttpPipeline pipeline, ElasticsearchDialect dialect, ElasticsearchTaskReader reader, TimeProvider clock, TimeSpan? waitAtServer)
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

        var answer = await PostAsync(target, cancellationToken).ConfigureAwait(false);
        var named = answer.Reply.Tasks.FirstOrDefault(task => task.IsUnder(target.Id));
        return new CancelReply
        {
            Items = [named is null ? await ReadUpAsync(target, answer.Reply, cancellationToken).ConfigureAwait(false)
                : answer.HasWaited ? await ReadEndAsync(target, named, cancellationToken).ConfigureAwait(false)
                : new CancelItemReply(target, CancelDisposition.Acknowledged, named.Id == target.Id ? named : named with { Id = target.Id })],
            Collateral = [.. answer.Reply.Tasks.Where(task => !ReferenceEquals(task, named))],
            FollowsDoubtfulTry = answer.IsDoubtful,
        };
    }

    /// <summary>Cancels what the server finds by a filter, once.</summary>
    internal async Task<CancelReply> SendAsync(FilterTranslation filter, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(ToRequest(filter), cancellationToken).ConfigureAwait(false);
        var read = reply.Read(TaskListReply.Reader(dialect.Product));
        return new CancelReply
        {
            Items = [.. read.Tasks.Select(task => new CancelItemReply(task.ToTarget(), CancelDisposition.Acknowledged, task))],
            Matched = read.IsPartial ? null : read.Tasks.Count,
            PartialFailure = read.IsPartial ? read.Failures.ToException("Not all of the cancel was taken.") : null,
            FollowsDoubtfulTry = reply.FollowsDoubtfulTry,
        };
    }

    /// <summary>The request for one task, as it is sent first.</summary>
    internal TaskHttpRequest ToRequest(TaskTarget target) => ToRequest(target, wait: waitAtServer is not null, followsDoubtfulTry: false);

    /// <summary>The request for what the server finds by a filter.</summary>
    internal static TaskHttpRequest ToRequest(FilterTranslation filter) => new(HttpMethod.Post, ElasticsearchPaths.CancelMany(filter.Parameters), RetrySafety.SafeIfNotSent);

    private static TaskHttpRequest ToRequest(TaskTarget target, bool wait, bool followsDoubtfulTry) =>
        new(HttpMethod.Post, ElasticsearchPaths.CancelOne(target.Id, target.Kind, wait), RetrySafety.Safe) { FollowsDoubtfulTry = followsDoubtfulTry };

    private async Task<Answer> PostAsync(TaskTarget target, CancellationToken cancellationToken)
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

    private async Task<Answer> PostAsync(TaskTarget target, bool wait, bool followsDoubtfulTry, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(ToRequest(target, wait, followsDoubtfulTry), cancellationToken).ConfigureAwait(false);
        return new Answer(reply.Read(TaskListReply.Reader(dialect.Product)), reply.FollowsDoubtfulTry, wait);
    }

    // The server has waited for the end: the record says how it ended, if there is one, and if it is not another task's.
    private async Task<CancelItemReply> ReadEndAsync(TaskTarget target, TaskSnapshot named, CancellationToken cancellationToken)
    {
        var ended = named with { Id = target.Id, State = TaskState.Unknown, RawState = ElasticsearchLifecycle.Unrecorded, IsEndUnknown = true };
        try
        {
            var task = await reader.ReadAsync(target.Id, ReadOptions.Default, cancellationToken).ConfigureAwait(false);
            return new CancelItemReply(target, CancelDisposition.Acknowledged, task is not null && task.Kind == named.Kind && task.StartedAt == named.StartedAt ? task : ended);
        }
        catch (TaskRequestException reading)
        {
            return new CancelItemReply(target, CancelDisposition.Acknowledged, ended, reading);
        }
    }

    // A failure says what the cancel met with; what became of the task, only a read tells.
    private async Task<CancelItemReply> ReadUpAsync(TaskTarget target, TaskListReply reply, CancellationToken cancellationToken)
    {
        if (!reply.IsPartial)
        {
            return new CancelItemReply(target, CancelDisposition.Unclear);
        }

        var meaning = reply.Failures.Meaning;
        var failure = reply.Failures.ToException($"The task {target.Id} was not canceled.", CancelFailures.KindOf(meaning));
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

    /// <summary>What a cancel by id was answered.</summary>
    /// <param name="Reply">The reply.</param>
    /// <param name="IsDoubtful">An earlier try may have reached the service.</param>
    /// <param name="HasWaited">The service waited until the task had ended.</param>
    private readonly record struct Answer(TaskListReply Reply, bool IsDoubtful, bool HasWaited);
}
