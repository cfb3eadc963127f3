using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>An error as the server nests it: its own words, those of the innermost cause, and what of meaning is anywhere in it.</summary>
internal struct ElasticsearchErrorCause
{
    private string? innermostType;
    private string? innermostReason;
    private Depth depth;

    // Which of several causes goes deepest: a root cause is shown without its own.
    private enum Depth
    {
        None = 0,
        Listed,
        OfShard,
        CausedBy,
    }

    internal string? Type { get; private set; }

    internal string? Reason { get; private set; }

    /// <summary>Of a task that was moved: under which id it runs on.</summary>
    internal string? MovedTo { get; private set; }

    internal ElasticsearchErrorMeanings Meanings { get; private set; }

    /// <summary>The type of the innermost cause, which says most.</summary>
    internal readonly string? InnermostType => innermostType ?? Type;

    /// <summary>The words of the innermost cause, where the reason usually is.</summary>
    internal readonly string Innermost => innermostReason ?? innermostType ?? Reason ?? Type ?? "no reason given";

    /// <summary>Its own words, with those of the innermost cause where these say more: "all shards failed" says nothing.</summary>
    internal readonly string Words =>
        Reason is null || innermostReason is null ? Reason ?? Innermost
        : Reason.Contains(innermostReason, StringComparison.Ordinal) ? Reason
        : SafeText.Of($"{Reason}: {innermostReason}");

    /// <summary>Reads an error, which is an object or a text; null for anything else.</summary>
    internal static ElasticsearchErrorCause? Read(ref WireReader reader)
    {
        if (reader.ValueKind == JsonTokenType.String)
        {
            return new ElasticsearchErrorCause { Reason = reader.Message() };
        }

        if (!reader.TryObject())
        {
            return null;
        }

        var error = default(ElasticsearchErrorCause);
        while (reader.NextMember())
        {
            error.TryTake(ref reader);
        }

        return error;
    }

    /// <summary>Takes the member that comes, if it is one of an error's.</summary>
    internal bool TryTake(ref WireReader reader)
    {
        if (reader.Is("type"u8))
        {
            Type = reader.SharedText() is { } type ? SafeText.Of(type) : null;
            Meanings |= ElasticsearchErrorTypes.MeaningOf(Type);
        }
        else if (reader.Is("reason"u8))
        {
            TakeReason(ref reader);
        }
        else if (reader.Is("caused_by"u8))
        {
            TakeCause(Read(ref reader), Depth.CausedBy);
        }
        else if (reader.Is("failed_shards"u8))
        {
            TakeList(ref reader, Depth.OfShard);
        }
        else if (reader.Is("root_cause"u8) || reader.Is("suppressed"u8))
        {
            TakeList(ref reader, Depth.Listed);
        }
        else if (reader.Is("relocated_task_id"u8))
        {
            MovedTo = reader.SharedText();
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Takes a reason: a text, or, of a shard that failed, the error.</summary>
    internal void TakeReason(ref WireReader reader)
    {
        if (reader.ValueKind == JsonTokenType.StartObject)
        {
            TakeCause(Read(ref reader), Depth.OfShard);
        }
        else
        {
            Reason = reader.Message();
        }
    }

    private void TakeList(ref WireReader reader, Depth at)
    {
        if (!reader.TryArray())
        {
            return;
        }

        while (reader.NextItem())
        {
            TakeCause(Read(ref reader), at);
        }
    }

    private void TakeCause(ElasticsearchErrorCause? of, Depth at)
    {
        if (of is not { } cause)
        {
            return;
        }

        // That a task is not there, or not to be canceled, is said by the error or its cause, and not by what else went wrong.
        Meanings |= at == Depth.CausedBy ? cause.Meanings : cause.Meanings & (ElasticsearchErrorMeanings.TaskCancelled | ElasticsearchErrorMeanings.Security);
        if (at > depth)
        {
            (depth, innermostType, innermostReason) = (at, cause.InnermostType, cause.innermostReason ?? cause.Reason);
        }
    }
}
