namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Deleting apps, spaces and organizations, and asking how far it is.</summary>
internal sealed class DeletionRoutes(CloudFoundryEmulator emulator, Lookups lookups, Deletion deletion)
{
    internal EmulatedReply Delete(Caller caller, string collection, string guid)
    {
        var kind = collection[..^1];
        if (kind == "app")
        {
            Permissions.RequireDevelop(caller, lookups.App(caller, guid).Space);
        }
        else
        {
            Permissions.RequireDelete(caller, lookups.Container(caller, kind, guid));
        }

        return EmulatedReply.Empty(202).WithHeader("Location", Address(deletion.Request(caller, kind, guid)));
    }

    internal EmulatedReply GetJob(Caller _, string guid)
    {
        var job = deletion.FindJob(guid) ?? throw Refusal.NotFound("job");
        return Json.Reply(200, json =>
        {
            json.WriteString("guid", job.Guid);
            json.WriteString("created_at", Presenter.Instant(job.CreatedAt));
            json.WriteString("updated_at", Presenter.Instant(job.UpdatedAt));
            json.WriteString("operation", $"{job.Kind}.delete");
            json.WriteString("state", job.State);
            json.WriteErrors(job.Error is { } error ? [error] : []);
            json.WriteStartArray("warnings");
            json.WriteEndArray();
            json.WriteStartObject("links");
            json.WriteLink("self", Address(job));
            if (job.State == "PROCESSING")
            {
                json.WriteLink(job.Kind, emulator.ExternalUrl($"/v3/{job.Kind}s/{job.ResourceGuid}"));
            }

            json.WriteEndObject();
        });
    }

    private string Address(Job job) => emulator.ExternalUrl($"/v3/jobs/{job.Guid}");
}
