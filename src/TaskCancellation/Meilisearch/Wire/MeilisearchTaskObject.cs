using System.Xml;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>A task as the server writes it, alone or in a list. Uid, status and type decide; what only some versions or kinds have may be missing.</summary>
internal static class MeilisearchTaskObject
{
    private const int LongestDuration = 64;

    internal static TaskSnapshot Read(ref WireReader reader, bool keepRaw)
    {
        var start = reader.Start;
        TaskId? uid = null;
        string? status = null;
        string? kind = null;
        string? index = null;
        TaskId? canceledBy = null;
        DateTimeOffset? enqueuedAt = null;
        DateTimeOffset? startedAt = null;
        DateTimeOffset? finishedAt = null;
        (TaskFailure? Failure, string? Type, string? Link) error = default;
        long? batch = null;
        string? duration = null;
        string? metadata = null;
        var (details, network) = (default(Kept), default(Kept));
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("uid"u8))
            {
                uid = MeilisearchIds.Require(ref reader);
            }
            else if (reader.Is("status"u8))
            {
                status = reader.RequireWord();
            }
            else if (reader.Is("type"u8))
            {
                kind = reader.RequireWord();
            }
            else if (reader.Is("indexUid"u8))
            {
                index = reader.SharedText();
            }
            else if (reader.Is("canceledBy"u8))
            {
                canceledBy = MeilisearchIds.Read(ref reader);
            }
            else if (reader.Is("enqueuedAt"u8))
            {
                enqueuedAt = reader.Instant();
            }
            else if (reader.Is("startedAt"u8))
            {
                startedAt = reader.Instant();
            }
            else if (reader.Is("finishedAt"u8))
            {
                finishedAt = reader.Instant();
            }
            else if (reader.Is("error"u8))
            {
                error = ReadError(ref reader);
            }
            else if (reader.Is("batchUid"u8))
            {
                batch = reader.Integer();
            }
            else if (reader.Is("duration"u8))
            {
                duration = reader.Text(LongestDuration);
            }
            else if (reader.Is("customMetadata"u8))
            {
                metadata = reader.Text();
            }
            else if (reader.Is("details"u8))
            {
                details = Kept.Read(ref reader, keepRaw);
            }
            else if (reader.Is("network"u8))
            {
                network = Kept.Read(ref reader, keepRaw);
            }
        }

        var raw = keepRaw ? reader.Since(start) : default;
        var rawState = reader.Require(status, "status");
        return new TaskSnapshot
        {
            Id = reader.Require(uid, "uid"),
            State = MeilisearchLifecycle.StateOf(rawState),
            RawState = rawState,
            Kind = reader.Require(kind, "type"),
            Scope = index,
            CanceledBy = canceledBy,
            EnqueuedAt = enqueuedAt,
            StartedAt = startedAt,
            FinishedAt = finishedAt,
            Failure = error.Failure,
            Details = new MeilisearchTaskDetails
            {
                BatchUid = batch,
                Duration = DurationOf(duration),
                CustomMetadata = metadata,
                ErrorType = error.Type,
                ErrorLink = error.Link,
                DetailsJson = details.In(raw, start),
                NetworkJson = network.In(raw, start),
            },
            Raw = raw,
        };
    }

    private static (TaskFailure? Failure, string? Type, string? Link) ReadError(ref WireReader reader)
    {
        string? message = null;
        string? code = null;
        string? type = null;
        string? link = null;
        if (!reader.TryObject())
        {
            return default;
        }

        while (reader.NextMember())
        {
            if (reader.Is("message"u8))
            {
                message = reader.Message();
            }
            else if (reader.Is("code"u8))
            {
                code = reader.Message();
            }
            else if (reader.Is("type"u8))
            {
                type = reader.Message();
            }
            else if (reader.Is("link"u8))
            {
                link = reader.Message();
            }
        }

        return (new TaskFailure(message ?? "", code), type, link);
    }

    private static TimeSpan? DurationOf(string? text)
    {
        try
        {
            return text is null ? null : XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            // A form that is not documented says nothing about the task; the text is in Raw.
            return null;
        }
    }

    /// <summary>A member that is kept as it came: in a copy of its own, or as a part of the whole task's.</summary>
    private readonly record struct Kept(ReadOnlyMemory<byte> Copy, long Start, long End)
    {
        internal static Kept Read(ref WireReader reader, bool isPartOfWhole)
        {
            if (!isPartOfWhole || reader.IsNull)
            {
                return new Kept(reader.Slice(), 0, 0);
            }

            var start = reader.Start;
            return new Kept(default, start, reader.Skip());
        }

        internal RawJson? In(ReadOnlyMemory<byte> raw, long start) =>
            RawJson.Of(End == 0 ? Copy : raw[(int)(Start - start)..(int)(End - start)]);
    }
}
