using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The cancellation that a cancel has enqueued: its uid has another name here than in a list.</summary>
/// <param name="Cancellation">Its uid.</param>
/// <param name="EnqueuedAt">When the server took the cancel.</param>
internal sealed record MeilisearchCancelReply(TaskId Cancellation, DateTimeOffset? EnqueuedAt)
{
    internal static MeilisearchCancelReply Read(ref WireReader reader)
    {
        TaskId? uid = null;
        DateTimeOffset? enqueuedAt = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("taskUid"u8))
            {
                uid = MeilisearchIds.Require(ref reader);
            }
            else if (reader.Is("enqueuedAt"u8))
            {
                enqueuedAt = reader.Instant();
            }
        }

        return new MeilisearchCancelReply(reader.Require(uid, "taskUid"), enqueuedAt);
    }
}
