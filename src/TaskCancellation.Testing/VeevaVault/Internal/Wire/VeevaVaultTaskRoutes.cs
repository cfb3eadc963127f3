using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>One job: its status, its tasks, and its start ahead of time.</summary>
internal sealed class VeevaVaultTaskRoutes(VeevaVaultEmulator emulator, VeevaVaultStore store, VeevaVaultLifecycle lifecycle, VeevaVaultRateLimiter limits)
{
    internal VeevaVaultReply Status(VeevaVaultCall call, string id)
    {
        Require(call.User.MayRead);
        limits.CountPoll(id);
        var job = Find(call, id);
        return VeevaVaultReply.Json(VeevaVaultReply.Success, json =>
        {
            json.WriteString("responseMessage", "OK");
            json.WriteStartObject("data");
            json.WriteNumber("id", job.Id);
            json.WriteString("status", job.Status);
            json.WriteString("method", "POST");
            WriteLinks(json, call, job);
            WriteProgress(json, job);
            json.WriteNumber("created_by", job.Options.CreatedBy);
            WriteInstant(json, job, "created_date", job.CreatedAt);
            WriteInstant(json, job, "run_start_date", job.ShownStartAt);
            WriteInstant(json, job, "run_end_date", job.RunEndAt);
            json.WriteEndObject();
        });
    }

    internal VeevaVaultReply Tasks(VeevaVaultCall call, string id)
    {
        Require(call.User.MayRead);
        var job = Find(call, id);
        var window = PageWindow.Read(call.Query);
        var path = $"{call.Root}/services/jobs/{job.Id}/tasks";
        return VeevaVaultReply.Json(VeevaVaultReply.Success, json =>
        {
            json.WriteString("url", call.Request.RawQuery.Length == 0 ? path : window.Url(path, ""));
            window.Write(json, path, job.Options.Tasks.Count, "");
            json.WriteNumber("job_id", job.Id);
            json.WriteStartArray("tasks");
            foreach (var task in window.Of(job.Options.Tasks))
            {
                json.WriteStartObject();
                json.WriteString("id", task.Id);
                json.WriteString(emulator.TaskStateKey, task.State);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>What a job has left behind, which is a file; what is in it is presumed.</summary>
    internal VeevaVaultReply Artifacts(VeevaVaultCall call, string id)
    {
        Require(call.User.MayRead);
        var job = Find(call, id);
        if (!job.IsEnded)
        {
            throw VeevaVaultRefusal.InvalidData($"Job [{job.Id}] has not ended.");
        }

        return new VeevaVaultReply(VeevaVaultReply.Success, emulator.Inferred($"{job.Options.Title}: {job.Status}\n"), "application/octet-stream;charset=UTF-8")
        {
            Headers = [new("Content-Disposition", $"attachment;filename=\"job-{job.Id}.txt\"")],
        };
    }

    internal VeevaVaultReply StartNow(VeevaVaultCall call, string id)
    {
        Require(call.User.MayManage);
        var job = Find(call, id);
        if (job.Status != VeevaVaultStates.Scheduled)
        {
            throw VeevaVaultRefusal.InvalidData($"Job [{job.Id}] is not found in SCHEDULED state");
        }

        job.RunStartAt = null;
        lifecycle.Enter(job, VeevaVaultStates.Queued);
        return VeevaVaultReply.Json(VeevaVaultReply.Success, json =>
        {
            json.WriteString("url", $"{call.Root}/services/jobs/{job.Id}");
            json.WriteNumber("job_id", job.Id);
        });
    }

    internal static void Require(bool isAllowed)
    {
        if (!isAllowed)
        {
            throw VeevaVaultRefusal.InsufficientAccess();
        }
    }

    private VeevaVaultStoredTask Find(VeevaVaultCall call, string id)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw VeevaVaultRefusal.MalformedUrl();
        }

        return store.Find(number) is { } job && job.IsVisibleTo(call.User)
            ? job
            : throw new VeevaVaultRefusal(new(emulator.UnknownJobErrorType, $"Job [{id}] was not found."));
    }

    private static void WriteLinks(Utf8JsonWriter json, VeevaVaultCall call, VeevaVaultStoredTask job)
    {
        json.WriteStartArray("links");
        WriteLink(json, "self", $"{call.Root}/services/jobs/{job.Id}");
        if (job.IsEnded)
        {
            WriteLink(json, "artifacts", $"{call.Root}/services/jobs/{job.Id}/artifacts");
        }

        json.WriteEndArray();
    }

    private static void WriteLink(Utf8JsonWriter json, string rel, string href)
    {
        json.WriteStartObject();
        json.WriteString("rel", rel);
        json.WriteString("href", href);
        json.WriteString("method", "GET");
        json.WriteString("accept", "application/json");
        json.WriteEndObject();
    }

    /// <summary>How many tasks are in which state; for SDK jobs only.</summary>
    private static void WriteProgress(Utf8JsonWriter json, VeevaVaultStoredTask job)
    {
        if (job.Options.Tasks.Count == 0)
        {
            return;
        }

        json.WriteStartArray("progress");
        foreach (var group in job.Options.Tasks.GroupBy(task => task.State))
        {
            json.WriteStartObject();
            json.WriteNumber("size", group.Count());
            json.WriteString("status", group.Key);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteInstant(Utf8JsonWriter json, VeevaVaultStoredTask job, string name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            json.WriteString(name, job.Show(known, emulator.VaultUtcOffset));
        }
    }
}
