using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class CancelTests : EmulatorTest
{
    private const string Task7 = "0b6e4c1e-6f0a-4b0c-9b36-1d1f0c2a7e11";

    private static readonly string Expected = """
        {"guid":"0b6e4c1e-6f0a-4b0c-9b36-1d1f0c2a7e11","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:02:10Z",
        "sequence_id":7,"name":"nightly-report","command":"bin/report --all","user":"vcap","state":"CANCELING",
        "memory_in_mb":256,"disk_in_mb":null,"log_rate_limit_in_bytes_per_second":-1,"result":{"failure_reason":null},
        "droplet_guid":"5d0a3f0e-2f39-4a2b-8a3c-6c5b0d3e9f10",
        "relationships":{"app":{"data":{"guid":"c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01"}}},
        "metadata":{"labels":{"team":"billing"},"annotations":{}},
        "links":{"self":{"href":"https://api.cf.test/v3/tasks/0b6e4c1e-6f0a-4b0c-9b36-1d1f0c2a7e11"},
        "app":{"href":"https://api.cf.test/v3/apps/c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01"},
        "cancel":{"href":"https://api.cf.test/v3/tasks/0b6e4c1e-6f0a-4b0c-9b36-1d1f0c2a7e11/actions/cancel","method":"POST"},
        "droplet":{"href":"https://api.cf.test/v3/droplets/5d0a3f0e-2f39-4a2b-8a3c-6c5b0d3e9f10"}}}
        """.ReplaceLineEndings("");

    [TestCase("POST", "/actions/cancel", Category = "CF-8.1")]
    [TestCase("PUT", "/cancel", Category = "CF-8.4")]
    public async Task Running_is_answered_202_with_the_whole_task(string method, string action)
    {
        AddTask7();
        Advance(130.7);
        AssertAnswer(await Send(new HttpMethod(method), $"/v3/tasks/{Task7}{action}"), 202, Expected);
    }

    [Test, Category("CF-8.1"), Category("CF-8.33")]
    public async Task Space_supporter_gets_the_command_from_cancel_but_not_from_get()
    {
        AddTask7();
        Advance(130);
        AddToken("supporter", CloudFoundryRole.SpaceSupporter);
        Assert.That((await Get($"/v3/tasks/{Task7}", "supporter")).Json.AsObject().ContainsKey("command"), Is.False);
        AssertAnswer(await Cancel(Task7, "supporter"), 202, Expected);
    }

    [Test, Category("CF-8.5"), Category("CF-8.4")]
    public async Task An_audit_event_tells_who_cancelled_what()
    {
        AddTask7();
        AddToken("dev", CloudFoundryRole.SpaceDeveloper);
        var answer = await Send(HttpMethod.Put, $"/v3/tasks/{Task7}/cancel", "dev");
        var line = Emulator.AuditEvents.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.Type, Is.EqualTo("audit.app.task.cancel"));
            Assert.That(line.ActorId, Is.EqualTo(answer.Headers["X-USER-GUID"]));
            Assert.That(line.TaskId, Is.EqualTo(Task7));
            Assert.That(line.TargetId, Is.EqualTo("c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01"));
            Assert.That(line.SpaceId, Is.EqualTo(Emulator.DefaultSpaceId));
            Assert.That(line.OrganizationId, Is.EqualTo(Emulator.DefaultOrganizationId));
        }
    }

    [Test, Category("CF-8.6")]
    public async Task Diego_is_told_once_per_cancel()
    {
        var task = Emulator.Add();
        await Cancel(task);
        Assert.That(Row(task).CancelCount, Is.EqualTo(1));
    }

    [TestCase("SUCCEEDED", Category = "CF-8.7")]
    [TestCase("FAILED", Category = "CF-8.8")]
    public async Task Finished_is_answered_422(string state)
    {
        var task = Emulator.Add(new() { State = state });
        AssertAnswer(await Cancel(task), 422, Error(10008, "CF-UnprocessableEntity", $"Task state is {state} and therefore cannot be canceled"));
        Assert.That(Emulator.AuditEvents, Is.Empty);
    }

    [Test, Category("CF-8.8"), Category("CF-8.15")]
    public async Task Cancelled_ends_failed_with_the_exact_reason_and_cannot_be_cancelled_again()
    {
        var task = Emulator.Add();
        await Cancel(task);
        Advance(1);
        var result = (await Get($"/v3/tasks/{task}")).Json;
        Assert.That(result["state"]!.GetValue<string>(), Is.EqualTo("FAILED"));
        Assert.That(result["result"]!.ToJsonString(), Is.EqualTo("""{"failure_reason":"task was cancelled"}"""));
        AssertAnswer(await Cancel(task), 422, Error(10008, "CF-UnprocessableEntity", "Task state is FAILED and therefore cannot be canceled"));
    }

    [Test, Category("CF-8.45"), Category("Inferred")]
    public async Task Twice_gives_two_202_two_events_and_one_updated_at()
    {
        var task = Emulator.Add(new() { CancelEnding = CloudFoundryCancelEnding.Ignored });
        var first = await Cancel(task);
        Advance(5);
        var second = await Cancel(task);
        Assert.That((first.Status, second.Status, second.Body), Is.EqualTo((202, 202, first.Body)));
        Assert.That((Emulator.AuditEvents.Count, Row(task).CancelCount), Is.EqualTo((2, 2)));
    }

    [Test, Category("CF-8.49"), Category("Finding cf-C2")]
    public async Task C2_the_202_says_CANCELING_even_if_the_end_is_reported_at_once()
    {
        var task = Emulator.Add(new() { CancelDelay = TimeSpan.Zero });
        Assert.That((await Cancel(task)).Json["state"]!.GetValue<string>(), Is.EqualTo("CANCELING"));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        AssertRow(task, "FAILED", "task was cancelled");
    }

    [Test, Category("CF-8.49")]
    public async Task The_202_shows_an_end_that_is_reported_before_the_reply()
    {
        var task = Emulator.Add();
        Emulator.AfterCancel = ids => Emulator.Fail(ids[0], "task was cancelled");
        var answer = await Cancel(task);
        Assert.That(answer.Status, Is.EqualTo(202));
        Assert.That(answer.Json["state"]!.GetValue<string>(), Is.EqualTo("FAILED"));
        Assert.That(answer.Json["result"]!["failure_reason"]!.GetValue<string>(), Is.EqualTo("task was cancelled"));
    }

    [Test, Category("CF-8.46")]
    public async Task A_hook_can_finish_the_task_just_before_or_just_after()
    {
        var task = Emulator.Add();
        Emulator.AfterCancel = ids => Emulator.Finish(ids[0]);
        var answer = await Cancel(task);
        Assert.That((answer.Status, answer.Json["state"]!.GetValue<string>()), Is.EqualTo((202, "SUCCEEDED")));

        Emulator.BeforeCancel = ids => Emulator.Finish(ids[0]);
        Assert.That((await Cancel(Emulator.Add())).Status, Is.EqualTo(422));
    }

    [Test, Category("CF-8.69"), Category("Inferred")]
    public async Task A_removed_user_makes_it_fail_and_changes_nothing()
    {
        var task = Emulator.Add(new() { User = "removed" });
        AssertAnswer(await Cancel(task), 500, """{"errors":[{"title":"UnknownError","detail":"An unknown error occurred.","code":10001}]}""");
        AssertRow(task, "RUNNING");
        Assert.That(Emulator.AuditEvents, Is.Empty);
    }

    [Test, Category("CF-8.77"), Category("Inferred")]
    public async Task A_malformed_body_is_noticed_and_a_proper_one_ignored()
    {
        var task = Emulator.Add();
        var path = $"/v3/tasks/{task}/actions/cancel";
        AssertAnswer(await Send(HttpMethod.Post, path, json: "{"), 400, Error(1001, "CF-MessageParseError", "Request invalid due to parse error: invalid request body"));
        Assert.That((await Send(HttpMethod.Post, path, json: """{"any":1}""")).Status, Is.EqualTo(202));
    }

    [Test, Category("CF-8.63")]
    public async Task Unknown_routes_are_404_10000()
    {
        var task = Emulator.Add();
        var body = Error(10000, "CF-NotFound", "Unknown request");
        AssertAnswer(await Send(HttpMethod.Put, $"/v3/tasks/{task}/actions/cancel"), 404, body);
        AssertAnswer(await Send(HttpMethod.Delete, $"/v3/tasks/{task}"), 404, body);
        AssertRow(task, "RUNNING");
    }

    private void AddTask7() => Emulator.Add(new()
    {
        AppId = Emulator.AddApp(Emulator.DefaultSpaceId, "c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01"),
        Id = Task7,
        Name = "nightly-report",
        SequenceId = 7,
        DiskInMb = null,
        DropletId = "5d0a3f0e-2f39-4a2b-8a3c-6c5b0d3e9f10",
        Labels = new Dictionary<string, string> { ["team"] = "billing" },
    });
}
