using System.Globalization;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>A job as Vault writes it: alone, with <c>id</c> and links, or as a row of a list, with <c>job_id</c> and title.</summary>
/// <param name="times">Reads its times.</param>
/// <param name="pause">How long Vault would be left alone after the reply.</param>
internal sealed class VeevaVaultTaskObject(VeevaVaultTimes times, TimeSpan? pause)
{
    // A job has a few; of a reply that names them without end, no more are kept.
    private const int MostLinks = 64;
    private const int LongestPath = 2_048;
    private const int LongestTime = 64;

    private static readonly IReadOnlyDictionary<string, string> NoLinks = new VeevaVaultTaskDetails().Links;

    /// <summary>Reads the reply about one job. Its JSON, if that is kept, is the whole body.</summary>
    internal TaskSnapshot ReadReply(ref WireReader reader, ReadOnlyMemory<byte> raw)
    {
        TaskSnapshot? job = null;
        string? status = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("data"u8))
            {
                job = ReadJob(ref reader, isRow: false, keepRaw: false, raw);
            }
            else if (reader.Is("responseStatus"u8))
            {
                status = reader.RequireSharedText();
            }
        }

        reader.Require(status, "responseStatus");
        return reader.Require(job, "data");
    }

    /// <summary>Reads a row of a list.</summary>
    internal TaskSnapshot ReadRow(ref WireReader reader, bool keepRaw) => ReadJob(ref reader, isRow: true, keepRaw);

    /// <summary>Reads the id of a job: a whole number above zero, which Vault writes as a text in places.</summary>
    internal static long ReadId(ref WireReader reader)
    {
        var id = reader.ValueKind == JsonTokenType.String ? VeevaVaultIds.NumberOf(reader.RequireText()) : reader.RequireInteger();
        return id is > 0 and var number ? number : throw reader.Problem("is not the id of a job");
    }

    private TaskSnapshot ReadJob(ref WireReader reader, bool isRow, bool keepRaw, ReadOnlyMemory<byte> raw = default)
    {
        var start = reader.Start;
        long? id = null;
        long? createdBy = null;
        long? modifiedBy = null;
        string? title = null;
        string? status = null;
        string? created = null;
        string? modified = null;
        string? begun = null;
        string? ended = null;
        var links = NoLinks;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is(isRow ? "job_id"u8 : "id"u8))
            {
                id = ReadId(ref reader);
            }
            else if (reader.Is("status"u8))
            {
                status = reader.RequireWord();
            }
            else if (reader.Is("title"u8))
            {
                title = reader.SharedText();
            }
            else if (reader.Is("created_by"u8))
            {
                createdBy = ReadUser(ref reader);
            }
            else if (reader.Is("created_date"u8))
            {
                created = reader.Text(LongestTime);
            }
            else if (reader.Is("modified_by"u8))
            {
                modifiedBy = ReadUser(ref reader);
            }
            else if (reader.Is("modified_date"u8))
            {
                modified = reader.Text(LongestTime);
            }
            else if (reader.Is("run_start_date"u8))
            {
                begun = reader.Text(LongestTime);
            }
            else if (reader.Is("run_end_date"u8))
            {
                ended = reader.Text(LongestTime);
            }
            else if (reader.Is("links"u8) && reader.TryArray())
            {
                links = ReadLinks(ref reader);
            }
        }

        var number = reader.Require(id, isRow ? "job_id" : "id");
        var word = reader.Require(status, "status");
        var state = VeevaVaultLifecycle.StateOf(word);
        return new TaskSnapshot
        {
            Id = number,
            State = state,
            RawState = word,
            Name = title,
            EnqueuedAt = times.Parse(created),
            StartedAt = VeevaVaultLifecycle.HasBegun(word) ? times.Parse(begun) : null,
            FinishedAt = state is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled ? times.Parse(ended) : null,
            Failure = state == TaskState.Failed ? new TaskFailure($"The job ended as {word}.", word) : null,
            Details = new VeevaVaultTaskDetails
            {
                CreatedBy = createdBy,
                ModifiedBy = modifiedBy,
                CreatedDate = created,
                ModifiedDate = modified,
                RunStartDate = begun,
                RunEndDate = ended,
                Links = links,
            },
            PollAfter = pause,
            Raw = keepRaw ? reader.Since(start) : raw,
        };
    }

    // As ids of jobs, these may be texts.
    private static long? ReadUser(ref WireReader reader) => reader.SharedText() is { } text ? VeevaVaultIds.NumberOf(text) : null;

    private static Dictionary<string, string> ReadLinks(ref WireReader reader)
    {
        var links = new Dictionary<string, string>();
        while (reader.NextItem())
        {
            if (!reader.TryObject())
            {
                continue;
            }

            string? relation = null;
            string? path = null;
            while (reader.NextMember())
            {
                if (reader.Is("rel"u8))
                {
                    relation = reader.SharedText();
                }
                else if (reader.Is("href"u8))
                {
                    path = reader.Text(LongestPath);
                }
            }

            if (relation is not null && path is not null && links.Count < MostLinks)
            {
                links.TryAdd(relation, path);
            }
        }

        return links;
    }
}

/// <summary>Times of jobs. They are written in the Vault's time zone, whatever the Z at their end says; without knowing the zone there is no instant.</summary>
internal sealed class VeevaVaultTimes(TimeZoneInfo? zone)
{
    // With a fraction or without.
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    internal bool AreKnown => zone is not null;

    internal static VeevaVaultTimes Of(string? zone) => new(zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone));

    internal DateTimeOffset? Parse(string? text)
    {
        if (zone is null || !DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var ticks = local.Ticks - zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)).Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}
