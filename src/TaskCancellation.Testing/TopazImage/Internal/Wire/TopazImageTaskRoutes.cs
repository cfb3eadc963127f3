namespace TaskCancellation.Testing.TopazImage;

/// <summary>Cancel, status, lists, deletion of records, and download links.</summary>
internal sealed class TopazImageTaskRoutes(TopazImageEmulator emulator, TopazImageStore store, TopazImageLifecycle lifecycle)
{
    private static readonly TimeSpan ListWindow = TimeSpan.FromDays(7);
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(1);

    private readonly TopazImageTaskJson taskJson = new(emulator);

    internal EmulatedReply Cancel(string account, string segment)
    {
        var id = ReadId(segment);
        emulator.BeforeCancel?.Invoke([id]);
        var job = Find(account, id);
        job.Cancels++;
        if (job.Status == TopazImageStates.Canceled && emulator.RepeatedCancel != TopazImageRepeatedCancel.Conflict)
        {
            return emulator.RepeatedCancel == TopazImageRepeatedCancel.NoContent ? EmulatedReply.Empty(204) : throw new TopazImageRefusal(404);
        }

        var isCancelable = job.Status == TopazImageStates.Pending || (job.Status == TopazImageStates.Processing && !emulator.CancelsOnlyPending);
        if (!isCancelable || job.Options.CancelEnding == TopazImageCancelEnding.Refused)
        {
            throw new TopazImageRefusal(409);
        }

        lifecycle.Cancel(job);
        emulator.AfterCancel?.Invoke([id]);
        return EmulatedReply.Empty(204);
    }

    internal EmulatedReply Status(string account, string segment)
    {
        var job = Find(account, ReadId(segment));
        return EmulatedReply.Json(200, JsonBody.Of(json => taskJson.WriteJob(json, job)));
    }

    internal EmulatedReply List(string account, EmulatedRequest request)
    {
        var query = TopazImageListQuery.Read(request, emulator.Edition);
        var jobs = store.Jobs.Where(job => job.Options.Account == account && job.IsVisible(emulator.Due.Now));
        return query.IsPaginated ? Page(jobs, query) : Array(jobs);
    }

    internal EmulatedReply DeleteRecord(string account, string segment)
    {
        var job = Find(account, ReadId(segment));
        if (!TopazImageStates.IsEnd(job.Status))
        {
            throw TopazImageRefusal.NotFinished();
        }

        store.Remove(job);
        return EmulatedReply.Empty(204);
    }

    internal EmulatedReply DeleteRecords(string account)
    {
        var count = store.RemoveAll(job => job.Options.Account == account && !(emulator.DeletesOnlyFinishedJobs && job.IsActive));
        return EmulatedReply.Json(200, JsonBody.OfObject(json => json.WriteNumber("deleted_count", count)));
    }

    internal EmulatedReply Download(string account, string segment, bool ofInput)
    {
        var job = Find(account, ReadId(segment));
        if (!ofInput && job.Status != TopazImageStates.Completed)
        {
            throw TopazImageRefusal.NotReady();
        }

        var expiry = emulator.Due.Now + LinkLifetime;
        var file = $"https://storage.topaz.test/{(ofInput ? "input" : "output")}/{job.Id}?expires={expiry.ToUnixTimeSeconds()}";
        return EmulatedReply.Json(200, JsonBody.OfObject(json =>
        {
            json.WriteString("download_url", emulator.Inferred(file + "&method=GET"));
            json.WriteString("head_url", emulator.Inferred(file + "&method=HEAD"));
            json.WriteNumber("expiry", expiry.ToUnixTimeSeconds());
        }));
    }

    private EmulatedReply Array(IEnumerable<TopazImageStoredTask> jobs)
    {
        var recent = Ordered(jobs.Where(job => job.CreatedAt >= emulator.Due.Now - ListWindow)).ToList();
        return recent.Count > emulator.MaxUnpagedJobs
            ? EmulatedReply.Html(504)
            : EmulatedReply.Json(200, JsonBody.Of(json =>
            {
                json.WriteStartArray();
                taskJson.WriteJobs(json, recent);
                json.WriteEndArray();
            }));
    }

    private EmulatedReply Page(IEnumerable<TopazImageStoredTask> jobs, TopazImageListQuery query)
    {
        var order = query.Cursor?.Order ?? emulator.ListOrder;
        var rest = Ordered(jobs, order).Where(job => query.Cursor?.IsBefore(job) ?? true).Take(query.Limit + 1).ToList();
        var page = rest.Take(query.Limit).ToList();
        var hasNext = rest.Count > page.Count;
        return EmulatedReply.Json(200, JsonBody.OfObject(json =>
        {
            json.WriteStartArray("data");
            taskJson.WriteJobs(json, page);
            json.WriteEndArray();
            json.WriteStartObject("pagination");
            if (hasNext)
            {
                json.WriteString("next_cursor", Cursor.Of(page[^1], order).ToString());
            }

            json.WriteBoolean("has_next_page", hasNext);
            json.WriteEndObject();
        }));
    }

    private IEnumerable<TopazImageStoredTask> Ordered(IEnumerable<TopazImageStoredTask> jobs, TopazImageListOrder? order = null) => jobs.OrderBy(job =>
    {
        var place = Cursor.Of(job, order ?? emulator.ListOrder);
        return (place.First, place.Second);
    });

    private TopazImageStoredTask Find(string account, string id) =>
        store.Find(id) is { } job && job.Options.Account == account && job.IsVisible(emulator.Due.Now) ? job : throw new TopazImageRefusal(404);

    // 36 characters, because Guid forgives white space around them.
    private static string ReadId(string segment) =>
        segment.Length == 36 && Guid.TryParseExact(segment, "D", out var id) ? id.ToString("D") : throw new TopazImageRefusal(400, "process_id must be a valid UUID.");
}
