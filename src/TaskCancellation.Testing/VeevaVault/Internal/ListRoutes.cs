using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The two lists: monitors of what is unfinished, histories of what has ended.</summary>
internal sealed class ListRoutes(VeevaVaultEmulator emulator, Store store)
{
    internal VaultReply Monitors(Call call) => List(call, "monitors", Statuses.Monitored, job => !job.IsEnded, job => job.CreatedAt);

    internal VaultReply Histories(Call call) => List(call, "histories", Statuses.Ends, job => job.IsEnded, job => job.RunEndAt!.Value);

    private VaultReply List(Call call, string name, string[] statuses, Func<StoredJob, bool> belongs, Func<StoredJob, DateTimeOffset> instant)
    {
        JobRoutes.Require(call.User.MayRead);
        var query = Form.Parse(call.Request.RawQuery);
        var limit = Number(query, "limit", 50, 1, 200);
        var offset = Number(query, "offset", 0, 0, int.MaxValue);
        var (start, end) = (Instant(query, "start_date"), Instant(query, "end_date"));
        var status = Status(query, statuses);
        var found = store.Jobs.Where(job => belongs(job)
            && job.IsVisibleTo(call.User)
            && (status is null || job.Status == status)
            && !(instant(job) < start)
            && !(instant(job) > end)).ToList();
        if (emulator.ListsNewestFirst)
        {
            found.Reverse();
        }

        string Url(int at) => $"{call.Root}/services/jobs/{name}?limit={limit}&offset={at}" + Rest(query);
        return VaultReply.Json(VaultReply.Success, json =>
        {
            json.WriteString("responseMessage", "OK");
            json.WriteString("url", Url(offset));
            json.WriteStartObject("responseDetails");
            json.WriteNumber("total", found.Count);
            json.WriteNumber("limit", limit);
            json.WriteNumber("offset", offset);
            if (offset > 0)
            {
                json.WriteString("previous_page", Url(Math.Max(0, offset - limit)));
            }

            if (offset < found.Count - limit)
            {
                json.WriteString("next_page", Url(offset + limit));
            }

            json.WriteEndObject();
            json.WriteStartArray("jobs");
            foreach (var job in found.Skip(offset).Take(limit))
            {
                WriteJob(json, job);
            }

            json.WriteEndArray();
        });
    }

    private void WriteJob(Utf8JsonWriter json, StoredJob job)
    {
        void Instant(string name, DateTimeOffset? instant)
        {
            if (instant is { } known)
            {
                json.WriteString(name, job.Show(known, emulator.VaultUtcOffset));
            }
        }

        json.WriteStartObject();
        json.WriteNumber("job_id", job.Id);
        json.WriteString("title", job.Options.Title);
        json.WriteString("status", job.Status);
        json.WriteNumber("created_by", job.Options.CreatedBy);
        Instant("created_date", job.CreatedAt);
        json.WriteNumber("modified_by", job.Options.CreatedBy);
        Instant("modified_date", job.ModifiedAt);
        Instant("run_start_date", job.RunStartAt);
        Instant("run_end_date", job.RunEndAt);
        json.WriteEndObject();
    }

    /// <summary>The filters of a page belong to the next one.</summary>
    private static string Rest(Dictionary<string, string> query) => string.Concat(query
        .Where(pair => pair.Key is "start_date" or "end_date" or "status")
        .Select(pair => $"&{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>Filters are in lower case, statuses in upper case.</summary>
    private static string? Status(Dictionary<string, string> query, string[] statuses)
    {
        if (!query.TryGetValue("status", out var filter))
        {
            return null;
        }

        return !filter.Any(char.IsAsciiLetterUpper) && statuses.Contains(filter.ToUpperInvariant())
            ? filter.ToUpperInvariant()
            : throw Refusal.InvalidFilter("status");
    }

    private static int Number(Dictionary<string, string> query, string name, int usual, int least, int most)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Refusal.InvalidData($"The value of [{name}] is not valid.");
    }

    private static DateTimeOffset? Instant(Dictionary<string, string> query, string name)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw Refusal.InvalidFilter(name);
    }
}
