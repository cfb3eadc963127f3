using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The body of an unsuccessful reply. The error in it is an object, or a text.</summary>
internal static partial class ElasticsearchErrorBody
{
    // The one text that comes without a status; whatever else answers in JSON has an "error" as well.
    private const string NoHandler = "no handler found for uri";

    /// <summary>The error; null when the body holds none, so that it is not the service's.</summary>
    internal static ServiceError? Read(ref WireReader reader)
    {
        ServiceError? error = null;
        string? text = null;
        var hasStatus = false;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("status"u8))
            {
                hasStatus = reader.Integer() is not null;
            }
            else if (reader.Is("error"u8))
            {
                text = reader.ValueKind == JsonTokenType.String ? reader.Message() ?? "no reason given" : null;
                error = text is null && ElasticsearchErrorCause.Read(ref reader) is { Type: { } type } cause ? new ServiceError(type, cause.Words) : null;
            }
        }

        return error ?? (text is not null && FromText(text) is var named && (hasStatus || named.Code is not null || text.StartsWith(NoHandler, StringComparison.Ordinal)) ? named : null);
    }

    // With detailed errors off, the name of the exception is at the beginning of the text.
    private static ServiceError FromText(string text) =>
        ExceptionName().Match(text) is { Success: true } name ? new ServiceError(SnakeCase(name.Groups[1].Value), text) : new ServiceError(null, text);

    private static string SnakeCase(string name) =>
        name.Aggregate(new StringBuilder(), (text, letter) => char.IsUpper(letter) ? text.Append(text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter)) : text.Append(letter)).ToString();

    [GeneratedRegex(@"^(?:Elasticsearch|OpenSearch)?((?:[A-Z][A-Za-z]*)?Exception)\[", RegexOptions.CultureInvariant)]
    private static partial Regex ExceptionName();
}

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
            error.Take(ref reader);
        }

        return error;
    }

    /// <summary>Takes the member that comes, if it is one of an error's.</summary>
    internal void Take(ref WireReader reader)
    {
        if (reader.Is("type"u8))
        {
            Type = reader.SharedText() is { } type ? SafeText.Of(type) : null;
            Meanings |= ElasticsearchErrors.MeaningOf(Type);
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
