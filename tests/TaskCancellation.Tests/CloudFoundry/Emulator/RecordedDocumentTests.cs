using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

/// <summary>Documents, the audit log and the times of rows, as a recorded controller had them.</summary>
public class RecordedDocumentTests : EmulatorTest
{
    [Test, Category("Finding cf-C36"), Category("Finding fc-F12")]
    public async Task Roots_and_infos_say_as_much_as_the_real_ones()
    {
        var root = await Get("/", token: null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(root.Headers["Content-Type"], Is.EqualTo("application/json;charset=utf-8"));
            Assert.That(root.Json["links"]!.AsObject().Select(link => link.Key), Has.None.EqualTo("bits_service"));
            Assert.That((await Get("/v3", token: null)).Json["links"]!.AsObject(), Has.Count.EqualTo(33));
            Assert.That((await Get("/v3/info", token: null)).Json["osbapi_version"]!.GetValue<string>(), Is.EqualTo("2.15"));
            Assert.That((await Get("/v2/info", token: null)).Json.AsObject(), Has.Count.EqualTo(17));
            Assert.That((await Send(HttpMethod.Delete, "/healthz", token: null)).Headers["Content-Type"], Is.EqualTo("application/json"));
            AssertAnswer(await Get("/v2/apps", token: null), 401, """{"description":"Authentication error","error_code":"CF-NotAuthenticated","code":10002}""");
        }
    }

    [TestCase("/v3/audit_events/nope", 404, "Event not found")]
    [TestCase("/v3/apps/nope", 404, "App not found")]
    [TestCase("/v3/jobs/nope", 404, "Job not found")]
    [Category("Finding cf-C37")]
    public async Task Other_resources_are_not_found_or_ask_for_a_token(string path, int status, string detail)
    {
        AssertAnswer(await Get(path), status, Error(10010, "CF-ResourceNotFound", detail));
        Assert.That((await Get(path, token: null)).Status, Is.EqualTo(401));
    }

    [Test, Category("Finding cf-C37")]
    public async Task What_a_caller_may_not_see_is_not_there_whatever_it_is()
    {
        AddToken("billing", CloudFoundryRole.OrganizationBillingManager, within: Emulator.DefaultOrganizationId);
        AssertAnswer(await Get($"/v3/apps/{Emulator.DefaultAppId}", "billing"), 404, Error(10010, "CF-ResourceNotFound", "App not found"));
        AssertAnswer(await Get($"/v3/spaces/{Emulator.DefaultSpaceId}", "billing"), 404, Error(10010, "CF-ResourceNotFound", "Space not found"));
        AssertAnswer(await Get($"/v3/droplets/{Emulator.DefaultAppId}"), 404, Error(10010, "CF-ResourceNotFound", "Droplet not found"));
    }

    [Test, Category("Finding cf-C37")]
    public async Task The_audit_log_can_be_asked_for_what_is_not_about_somebody()
    {
        await Cancel(Emulator.Add());
        Assert.That(await List("/v3/audit_events?target_guids[not]=nope"), Has.Length.EqualTo(1));
        Assert.That(await List($"/v3/audit_events?target_guids[not]={Emulator.DefaultAppId}"), Is.Empty);
        Assert.That(await List("/v3/audit_events?types[]=audit.app.task.cancel"), Is.Empty);
        var line = Emulator.AuditEvents.Single();
        Assert.That((await Get($"/v3/audit_events/{line.Id}")).Json["guid"]!.GetValue<string>(), Is.EqualTo(line.Id));
    }

    [Test, Category("Finding cf-L7")]
    public async Task Who_had_a_role_in_a_space_reads_nothing_of_it_once_it_is_gone()
    {
        AddToken("dev", CloudFoundryRole.SpaceDeveloper, within: Emulator.DefaultSpaceId);
        await Cancel(Emulator.Add());
        Emulator.Delete(Emulator.DefaultAppId);
        Assert.That(await List("/v3/audit_events", "dev"), Has.Length.EqualTo(2));
        Emulator.Delete(Emulator.DefaultSpaceId);
        Assert.That(await List("/v3/audit_events", "dev"), Is.Empty);
        Assert.That(await List("/v3/audit_events"), Has.Length.EqualTo(3));
    }

    [Test, Category("Finding cf-E")]
    public async Task Updated_at_moves_with_the_start_the_first_cancel_and_the_report_only()
    {
        Emulator.DiegoDelay = TimeSpan.FromSeconds(2);
        var made = Send(HttpMethod.Post, $"/v3/apps/{Emulator.DefaultAppId}/tasks", json: """{"command":"x"}""");
        await Clock.AdvanceUntilCompletedAsync(made);
        Emulator.DiegoDelay = TimeSpan.Zero;
        Emulator.CancelDelay = Timeout.InfiniteTimeSpan;
        var task = Emulator.Rows.Single();
        Assert.That(task.UpdatedAt - task.CreatedAt, Is.EqualTo(TimeSpan.FromSeconds(2)));
        var moves = new List<double>();
        await Move(() => Cancel(task.Id));
        await Move(() => Cancel(task.Id));
        await Move(() => Report(task.Id, 200));
        await Move(() => Report(task.Id, 400));
        await Move(() => Cancel(task.Id));
        Assert.That(moves, Is.EqualTo(new[] { 1.0, 0, 2, 0, 0 }));

        async Task Move(Func<Task> act)
        {
            Advance(1);
            var before = Row(task.Id).UpdatedAt;
            await act();
            moves.Add((Row(task.Id).UpdatedAt - before).TotalSeconds);
        }
    }

    [Test, Category("Finding cf-E")]
    public async Task Eight_cancels_at_once_are_eight_202_and_eight_events()
    {
        var task = Emulator.Add();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Cancel(task)));
        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(202));
        Assert.That(Emulator.AuditEvents, Has.Count.EqualTo(8));
    }

    [Test, Category("Finding cf-E")]
    public async Task A_task_whose_droplet_is_gone_has_no_user_and_can_be_cancelled()
    {
        var droplet = Emulator.AddDroplet(Emulator.DefaultAppId, user: "root");
        var task = Emulator.Add(new() { DropletId = droplet, User = null });
        Assert.That((await Get($"/v3/tasks/{task}")).Json["user"]!.GetValue<string>(), Is.EqualTo("root"));
        Emulator.RemoveDroplet(droplet);
        Assert.That((await Get($"/v3/tasks/{task}")).Json["user"], Is.Null);
        Assert.That((await Cancel(task)).Status, Is.EqualTo(202));
    }

    [Test, Category("Finding cf-E"), Category("Finding cf-F11")]
    public async Task Deleting_an_app_cancels_its_running_tasks_which_the_log_tells_with_commands_hidden()
    {
        var running = Emulator.Add(new() { Name = "r", MemoryInMb = 64 });
        Emulator.Add(new() { State = "PENDING" });
        Emulator.Add(new() { State = "CANCELING" });
        AddToken("dev", CloudFoundryRole.SpaceDeveloper);
        Assert.That((await Send(HttpMethod.Delete, $"/v3/apps/{Emulator.DefaultAppId}", "dev")).Status, Is.EqualTo(202));
        Advance(1);
        var line = Emulator.AuditEvents.Single(line => line.Type == "audit.app.task.cancel");
        Assert.That((line.TaskId, line.ActorName), Is.EqualTo((running, "dev")));
        Assert.That(line.DataJson, Is.EqualTo($$$"""{"task_guid":"{{{running}}}","request":{"name":"r","memory_in_mb":64,"command":"[PRIVATE DATA HIDDEN]"}}"""));
    }

    private async Task Report(string task, int status)
    {
        var answer = await Send(HttpMethod.Post, $"/internal/v4/tasks/{task}/completed", null, $$"""{"task_guid":"{{task}}","failed":false,"failure_reason":""}""");
        Assert.That(answer.Status, Is.EqualTo(status));
    }
}
