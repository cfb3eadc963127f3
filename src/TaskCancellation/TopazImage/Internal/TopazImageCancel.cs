using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>Cancels one job: the request, and what its reply says.</summary>
internal sealed class TopazImageCancel(TaskHttpPipeline pipeline, TopazImagePaths paths)
{
    private const int Canceled = 204;

    internal TaskHttpRequest ToRequest(TaskTarget target) => new(HttpMethod.Delete, paths.Cancel(target.Id), RetrySafety.Safe);

    internal async Task<CancelReply> SendAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(ToRequest(target), cancellationToken).ConfigureAwait(false);

        // No other success is documented: any other is not the service's word for canceled.
        return reply.Status == Canceled
            ? new CancelReply
            {
                Items = [new CancelReplyItem(target, CancelDisposition.Acknowledged, new TaskSnapshot { Id = target.Id, State = TaskState.Canceled })],
                FollowsAmbiguousAttempt = reply.FollowsAmbiguousAttempt,
            }
            : throw reply.ProtocolError("The reply to the cancel is none that the service documents.");
    }
}
