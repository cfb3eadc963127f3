using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Sends cancels and reads their replies, in which most failures are successes by status.</summary>
internal sealed class ElasticsearchCancel(TaskHttpPipeline pipeline, ElasticsearchDialect dialect, ElasticsearchTaskReader reader, ElasticsearchReindexApi reindexing, TimeProvider clock, TimeSpan? waitAtServer)
{
    /// <summary>Cancels one task. The kind, where it is known, goes along, so that the server itself spares another task of the same id.</summary>
    internal async Task<CancelReply> SendAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        if (target.Kind is { } kind && (string.IsNullOrWhiteSpace(kind) || kind.AsSpan().ContainsAny(',', '*')))
        {
            throw new TaskRequestException($"'{kind}' is not the action of a task, so that the task {target.Id} cannot be told from others.")
            {
                Reason = TaskErrorReason.InvalidRequest,
                Delivery = RequestDelivery.NotSent,
                ServiceName = ElasticsearchLimits.ServiceName,
            };
        }

        Answer answer;
        try
        {
            answer = await PostAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (ElasticsearchReindexApi.IsDue(refusal))
        {
            return await CancelReindexAsync(target, refusal, cancellationToken).ConfigureAwait(false);
        }

        var named = answer.Reply.Tasks.FirstOrDefault(task => task.IsUnder(target.Id));
        return new CancelReply
        {
            Items = [named is null ? ToUnnamed(target, answer.Reply)
                : answer.HasWaited ? await ReadEndAsync(target, named, cancellationToken).ConfigureAwait(false)
                : new CancelReplyItem(target, CancelDisposition.Acknowledged, named.Id == target.Id ? named : named with { Id = target.Id })],
            Collateral = [.. answer.Reply.Tasks.Where(task => !ReferenceEquals(task, named))],
            FollowsAmbiguousAttempt = answer.IsAmbiguous,
        };
    }

    /// <summary>Cancels what the server finds by a filter, once.</summary>
    internal async Task<CancelReply> SendAsync(FilterTranslation filter, CancellationToken cancellationToken)
    {
        try
        {
            return await PostAsync(filter, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (ElasticsearchReindexApi.IsDue(refusal))
        {
            return await CancelReindexesAsync(filter, refusal, cancellationToken).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CancelReply> PostAsync(FilterTranslation filter, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(ToRequest(filter), cancellationToken).ConfigureAwait(false);
        var read = reply.Read(ElasticsearchPage.Reader(dialect.Product));
        return new CancelReply
        {
            Items = ReadOnlyValues.List(read.Tasks.Select(task => new CancelReplyItem(task.ToTarget(), CancelDisposition.Acknowledged, task))),
            MatchedCount = read.IsPartial ? null : read.Tasks.Count,
            PartialFailure = read.IsPartial ? read.Failures.ToException("Not all of the cancel was taken.") : null,
            FollowsAmbiguousAttempt = reply.FollowsAmbiguousAttempt,
        };
    }

    /// <summary>The request for one task, as it is sent first.</summary>
    internal TaskHttpRequest ToRequest(TaskTarget target) => ToRequest(target, wait: waitAtServer is not null, followsAmbiguousAttempt: false);

    /// <summary>The request for what the server finds by a filter.</summary>
    internal static TaskHttpRequest ToRequest(FilterTranslation filter) => new(HttpMethod.Post, ElasticsearchPaths.CancelMany(filter.Parameters), RetrySafety.SafeIfNotSent);

    private static TaskHttpRequest ToRequest(TaskTarget target, bool wait, bool followsAmbiguousAttempt) =>
        new(HttpMethod.Post, ElasticsearchPaths.CancelOne(target.Id, target.Kind, wait), RetrySafety.Safe) { FollowsAmbiguousAttempt = followsAmbiguousAttempt };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Answer> PostAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        if (waitAtServer is not { } time)
        {
            return await PostAsync(target, wait: false, followsAmbiguousAttempt: false, cancellationToken).ConfigureAwait(false);
        }

        using var bound = new CancellationTokenSource(time, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await PostAsync(target, wait: true, followsAmbiguousAttempt: false, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // It may well have been taken; the same cancel without the wait is answered at once and says so.
            return await PostAsync(target, wait: false, followsAmbiguousAttempt: true, cancellationToken).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Answer> PostAsync(TaskTarget target, bool wait, bool followsAmbiguousAttempt, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(ToRequest(target, wait, followsAmbiguousAttempt), cancellationToken).ConfigureAwait(false);
        return new Answer(reply.Read(ElasticsearchPage.Reader(dialect.Product)), reply.FollowsAmbiguousAttempt, wait);
    }

    // Where tasks cannot be canceled, reindexing can, and nothing else.
    private async Task<CancelReply> CancelReindexAsync(TaskTarget target, TaskRequestException refusal, CancellationToken cancellationToken)
    {
        if (target.Kind is not (null or ElasticsearchReindexList.Kind))
        {
            return new CancelReply { Items = [new CancelReplyItem(target, CancelDisposition.NotCancelable, null, refusal)], FollowsAmbiguousAttempt = refusal.FollowsAmbiguousAttempt };
        }

        try
        {
            var (isTaken, isAmbiguous) = await reindexing.CancelAsync(target.Id, refusal.FollowsAmbiguousAttempt, cancellationToken).ConfigureAwait(false);
            return new CancelReply { Items = [new CancelReplyItem(target, isTaken ? CancelDisposition.Acknowledged : CancelDisposition.Unknown)], FollowsAmbiguousAttempt = isAmbiguous };
        }
        catch (TaskRequestException missing) when (missing.Reason == TaskErrorReason.NotFound)
        {
            return await ReadMissingAsync(target, missing, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<CancelReply> ReadMissingAsync(TaskTarget target, TaskRequestException missing, CancellationToken cancellationToken)
    {
        try
        {
            var task = await reader.ReadAsync(target.Id, ReadOptions.Default, cancellationToken).ConfigureAwait(false);
            return new CancelReply { Items = [new CancelReplyItem(target, DispositionOf(task), task, missing)], FollowsAmbiguousAttempt = missing.FollowsAmbiguousAttempt };
        }
        catch (TaskRequestException reading) when (missing.FollowsAmbiguousAttempt)
        {
            // That the read is refused says nothing of the cancels before it.
            throw new TaskRequestException(reading.Summary, reading, reading) { FollowsAmbiguousAttempt = true };
        }
    }

    // What runs and is not taken for a reindex is none, or a slice of one.
    private static CancelDisposition DispositionOf(TaskSnapshot? task) => task switch
    {
        null => CancelDisposition.NotFound,
        { IsTerminal: true } or { IsEndUnknown: true } => CancelDisposition.AlreadyEnded,
        { Kind: ElasticsearchReindexList.Kind, ParentId: null } => CancelDisposition.Unknown,
        _ => CancelDisposition.NotCancelable,
    };

    // There is no cancel by a filter there: those that it matches are canceled one after another.
    private async Task<CancelReply> CancelReindexesAsync(FilterTranslation filter, TaskRequestException refusal, CancellationToken cancellationToken)
    {
        var page = await reindexing.ListAsync(filter, ReadOptions.Default, cancellationToken).ConfigureAwait(false);
        var items = new List<CancelReplyItem>();
        foreach (var task in page.Tasks)
        {
            var one = await CancelReindexAsync(task.ToTarget(), refusal, cancellationToken).ConfigureAwait(false);
            items.AddRange(one.Items);
        }

        return new CancelReply { Items = items, MatchedCount = page.Failure is null ? items.Count : null, PartialFailure = page.Failure };
    }

    // The server has waited for the end: the record says how it ended, if there is one, and if it is not another task's.
    private async Task<CancelReplyItem> ReadEndAsync(TaskTarget target, TaskSnapshot named, CancellationToken cancellationToken)
    {
        var ended = named with { Id = target.Id, State = TaskState.Unknown, RawState = ElasticsearchLifecycle.Unrecorded, IsEndUnknown = true };
        try
        {
            var task = await reader.ReadAsync(target.Id, ReadOptions.Default, cancellationToken).ConfigureAwait(false);
            return new CancelReplyItem(target, CancelDisposition.Acknowledged, task is not null && task.Kind == named.Kind && task.StartedAt == named.StartedAt ? task : ended);
        }
        catch (TaskRequestException reading)
        {
            return new CancelReplyItem(target, CancelDisposition.Acknowledged, ended, reading);
        }
    }

    // A failure says what the cancel met with; what became of the task, only a read tells.
    private static CancelReplyItem ToUnnamed(TaskTarget target, ElasticsearchPage reply)
    {
        if (!reply.IsPartial)
        {
            return new CancelReplyItem(target, CancelDisposition.Unknown);
        }

        var meaning = reply.Failures.Meaning;
        var failure = reply.Failures.ToException($"The task {target.Id} was not canceled.", ElasticsearchCancelFailures.KindOf(meaning));
        return meaning == ElasticsearchCancelFailure.Denied
            ? new CancelReplyItem(target, CancelDisposition.Denied, null, failure)
            : new CancelReplyItem(target, CancelDisposition.Unknown, null, failure) { FollowUpRead = new FollowUpRead(task => ElasticsearchCancelFailures.DispositionOf(meaning, task), ElasticsearchCancelFailures.DispositionUnread(meaning)) };
    }

    /// <summary>What a cancel by id was answered.</summary>
    /// <param name="Reply">The reply.</param>
    /// <param name="IsAmbiguous">An earlier try may have reached the service.</param>
    /// <param name="HasWaited">The service waited until the task had ended.</param>
    private readonly record struct Answer(ElasticsearchPage Reply, bool IsAmbiguous, bool HasWaited);
}
