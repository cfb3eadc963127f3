using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>A job as the service writes it. Only what a client cannot do without is required: versions of the API differ in the rest.</summary>
internal static class TopazImageTaskObject
{
    private const double WholePercent = 100;

    /// <summary>Reads a job.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="serverNow">When the service answered, on its own clock; null when the reply does not say, and then there is no hint.</param>
    /// <param name="keepRaw">Whether its JSON is to be kept.</param>
    internal static TaskSnapshot Read(ref WireReader reader, DateTimeOffset? serverNow, bool keepRaw)
    {
        var start = reader.Start;
        var details = default(TopazImageMembers);
        string? id = null;
        string? status = null;
        string? category = null;
        string? source = null;
        string? filename = null;
        double? progress = null;
        DateTimeOffset? created = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("process_id"u8))
            {
                id = reader.RequireText();
                id = TopazImageLimits.IsUuid(id) ? id : throw reader.Problem("is not the id of a job");
            }
            else if (reader.Is("status"u8))
            {
                status = reader.RequireWord();
            }
            else if (reader.Is("category"u8))
            {
                category = reader.Word();
            }
            else if (reader.Is("source_id"u8))
            {
                source = reader.SharedText();
            }
            else if (reader.Is("filename"u8))
            {
                filename = reader.Text();
            }
            else if (reader.Is("progress"u8))
            {
                progress = reader.Number();
            }
            else if (reader.Is("creation_time"u8))
            {
                created = TopazImageMembers.Instant(ref reader);
            }
            else
            {
                details.Read(ref reader);
            }
        }

        var word = reader.Require(status, "status");
        var state = TopazImageLifecycle.StateOf(word);
        return new TaskSnapshot
        {
            Id = reader.Require(id, "process_id"),
            State = state,
            RawState = word,
            Kind = category,
            Scope = source,
            Name = filename,
            EnqueuedAt = created,
            Progress = progress is >= 0 and <= WholePercent ? progress / WholePercent : null,
            Details = details.ToDetails(),
            PollAfter = state is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled ? null : Until(details.ExpectedAt, serverNow),
            Raw = keepRaw ? reader.Since(start) : default,
        };
    }

    // Both instants are the service's: its clock and ours are never compared.
    private static TimeSpan? Until(DateTimeOffset? expected, DateTimeOffset? serverNow) =>
        expected - serverNow is { } left && left > TimeSpan.Zero
            ? left < TopazImageLimits.LongestPause ? left : TopazImageLimits.LongestPause
            : null;
}
