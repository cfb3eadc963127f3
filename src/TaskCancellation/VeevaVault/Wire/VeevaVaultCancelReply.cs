using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>The reply to a cancel: an item for each job asked for, in their order, or it cannot be used at all. That the whole succeeded says only that it was processed.</summary>
internal static class VeevaVaultCancelReply
{
    /// <summary>Reads what is said of each job.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="asked">The jobs, each once.</param>
    /// <param name="numbers">Their numbers.</param>
    /// <param name="toItem">What a refusal means for its job.</param>
    internal static IReadOnlyList<CancelReplyItem> Read(ref WireReader reader, CancelRequest asked, long[] numbers, Func<TaskTarget, VeevaVaultErrorBody, CancelReplyItem> toItem)
    {
        string? status = null;
        IReadOnlyList<CancelReplyItem>? items = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("responseStatus"u8))
            {
                status = reader.RequireSharedText();
            }
            else if (reader.Is("data"u8))
            {
                items = ReadItems(ref reader, asked, numbers, toItem);
            }
        }

        reader.Require(status, "responseStatus");
        return reader.Require(items, "data");
    }

    private static IReadOnlyList<CancelReplyItem> ReadItems(ref WireReader reader, CancelRequest asked, long[] numbers, Func<TaskTarget, VeevaVaultErrorBody, CancelReplyItem> toItem)
    {
        var jobs = asked.Targets;
        var acknowledged = CancelReply.ForEach(asked, CancelDisposition.Acknowledged).Items;
        CancelReplyItem[]? items = null;
        var count = 0;
        reader.RequireArray();
        while (reader.NextItem())
        {
            var answer = count < jobs.Count ? ReadItem(ref reader, numbers[count]) : throw Mismatch(ref reader, "more", jobs.Count);
            if (!answer.IsSuccess)
            {
                items ??= [.. acknowledged];
                items[count] = toItem(jobs[count], answer);
            }

            count++;
        }

        return count == jobs.Count ? items ?? acknowledged : throw Mismatch(ref reader, "fewer", jobs.Count);
    }

    // A refused job is named in a text only; where the id is told, it must be the one asked for.
    private static VeevaVaultErrorBody ReadItem(ref WireReader reader, long asked)
    {
        var result = default(VeevaVaultErrorBody);
        var isOdd = false;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (!reader.Is("data"u8))
            {
                result.ReadMember(ref reader);
                continue;
            }

            if (reader.IsNull)
            {
                continue;
            }

            if (!reader.TryObject())
            {
                isOdd = true;
                continue;
            }

            while (reader.NextMember())
            {
                if (reader.Is("id"u8) && VeevaVaultTaskObject.ReadId(ref reader) != asked)
                {
                    throw reader.Problem("is the id of another job than was asked for at that place: which answer is whose cannot be told");
                }
            }
        }

        reader.Require(result.Status, "responseStatus");
        return isOdd && result.IsSuccess ? throw reader.Problem("does not name its job") : result;
    }

    private static WireException Mismatch(ref WireReader reader, string count, int asked) =>
        reader.Problem(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"speaks of {count} jobs than the {asked} that were asked for: which answer is whose cannot be told"));
}
