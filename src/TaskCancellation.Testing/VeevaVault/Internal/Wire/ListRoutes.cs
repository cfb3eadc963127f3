using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The two lists: monitors of unfinished jobs, histories of ended ones.</summary>
internal sealed class ListRoutes(VeevaVaultEmulator emulator, VeevaVaultStore store)
{
    internal VeevaVaultReply Monitors(VeevaVaultCall call) => List(call, "monitors", VeevaVaultStates.Monitored, job => !job.IsEnded, job => job.CreatedAt);

    internal VeevaVaultReply Histories(VeevaVaultCall call) => List(call, "histories", VeevaVaultStates.Ends, job => job.IsEnded, job => job.RunEndAt!.Value);

    private VeevaVaultReply List(VeevaVaultCall call, string name, string[] statuses, Func<VeevaVaultStoredTask, bool> belongs, Func<VeevaVaultStoredTask, DateTimeOffset> instant)
    {
        VeevaVaultTaskRoutes.Require(call.User.MayRead);
        var query = call.Query;
        var window = PageWindow.Read(query);
        var path = $"{call.Root}/services/jobs/{name}";
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

        return VeevaVaultReply.Json(VeevaVaultReply.Success, json =>
        {
            json.WriteString("responseMessage", "OK");
            json.WriteString("url", window.Url(path, Rest(query)));
            window.Write(json, path, found.Count, Rest(query));
            json.WriteStartArray("jobs");
            foreach (var job in window.Of(found))
            {
                WriteJob(json, job);
            }

            json.WriteEndArray();
        });
    }

    private void WriteJob(Utf8JsonWriter json, VeevaVaultStoredTask job)
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
        Instant("run_start_date", job.ShownStartAt);
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
            : throw VeevaVaultRefusal.InvalidFilter("status");
    }

    private static DateTimeOffset? Instant(Dictionary<string, string> query, string name)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw VeevaVaultRefusal.InvalidFilter(name);
    }
}
