using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Cancels one task. Where the service failed although it was there, the task is looked at before anything is repeated: each repetition tells Diego once more, and may throw the record of an end back.</summary>
internal sealed class CloudFoundryCancel(TaskHttpPipeline pipeline, CloudFoundryTaskClientOptions options, Func<TaskId, CancellationToken, Task<TaskSnapshot?>> read)
{
    private readonly TimeProvider clock = options.TimeProvider;
    private readonly TimeSpan timeout = options.Timeout;
    private readonly TimeSpan retryDelay = options.RetryDelay;
    private readonly int maxTries = options.MaxRetries + 1;

    internal string Describe(TaskTarget target) => pipeline.Describe(ToRequest(target));

    internal async Task<CancelReply> SendAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        var request = ToRequest(target);
        var begun = clock.GetTimestamp();
        for (var (tries, unsaved) = (1, 0); ; tries++)
        {
            try
            {
                using var reply = await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
                return Reply(new CancelReplyItem(target, CancelDisposition.Acknowledged, CloudFoundryTaskClient.ReadTask(reply, target.Id, keepRaw: false)), reply.FollowsAmbiguousAttempt);
            }
            catch (TaskRequestException failure) when (NeedsRead(failure))
            {
                var isUnsaved = failure.ErrorCode == CloudFoundryErrors.Unknown;
                unsaved += isUnsaved ? 1 : 0;
                var mayRepeat = tries < maxTries && unsaved < CloudFoundryErrors.BelievedUnsaved && clock.GetElapsedTime(begun) < timeout;
                if (mayRepeat)
                {
                    await Task.Delay(TaskHttpResilience.Backoff(retryDelay, tries - 1), clock, cancellationToken).ConfigureAwait(false);
                }

                if (await ReadAsync(target, cancellationToken).ConfigureAwait(false) is not { } task)
                {
                    throw;
                }

                var isAmbiguous = failure.FollowsAmbiguousAttempt || !isUnsaved;
                if (task.IsTerminal || !mayRepeat || (isUnsaved && task.State == TaskState.Canceling))
                {
                    return Reply(new CancelReplyItem(target, DispositionOf(task, isAmbiguous), task, failure), isAmbiguous);
                }

                request = request with { FollowsAmbiguousAttempt = isAmbiguous };
            }
        }
    }

    private static TaskHttpRequest ToRequest(TaskTarget target) => new(HttpMethod.Post, CloudFoundryPaths.Cancel(target.Id), RetrySafety.Safe) { EndsWith = NeedsRead };

    private static bool NeedsRead(TaskRequestException failure) => failure is { StatusCode: 500, ErrorCode: CloudFoundryErrors.Unknown or CloudFoundryErrors.TaskFailed };

    private static CancelReply Reply(CancelReplyItem item, bool isAmbiguous) => new() { Items = [item], FollowsAmbiguousAttempt = isAmbiguous };

    // What could not be saved changed nothing.
    private static CancelDisposition DispositionOf(TaskSnapshot task, bool isAmbiguous) =>
        task.IsTerminal || task.State == TaskState.Canceling ? CancelDisposition.Acknowledged
        : isAmbiguous ? CancelDisposition.Unknown
        : CancelDisposition.Rejected;

    // A look that fails leaves the doubt as it is, for the engine to settle.
    private async Task<TaskSnapshot?> ReadAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await read(target.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }
}
