using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class ResourceTests : EmulatorTest
{
    [Test, Category("CF-8.55"), Category("CF-8.56"), Category("CF-8.57"), Category("CF-8.58")]
    public async Task Odd_rows_are_sent_as_they_are()
    {
        var task = Emulator.Add(new() { State = "PAUSED", MemoryInMb = null, DiskInMb = null, User = null, DropletId = "gone", SequenceId = 20260101000000123 });
        var old = Emulator.Add(new() { OmittedFields = ["user", "log_rate_limit_in_bytes_per_second", "relationships"] });
        var body = (await Get($"/v3/tasks/{task}")).Body;
        Assert.That(body, Does.Contain("\"state\":\"PAUSED\",\"memory_in_mb\":null,\"disk_in_mb\":null").And.Contain("\"user\":null").And.Contain("\"sequence_id\":20260101000000123,"));
        Assert.That((await Get($"/v3/tasks/{old}")).Json.AsObject().Select(member => member.Key), Is.EqualTo(new[]
        {
            "guid", "created_at", "updated_at", "sequence_id", "name", "command", "state", "memory_in_mb", "disk_in_mb", "result", "droplet_guid", "metadata", "links",
        }));
        Emulator.Change(task, new() { State = "RUNNING" });
        AssertRow(task, "RUNNING");
    }

    [Test, Category("CF-8.64")]
    public async Task Request_ids_are_answered()
    {
        const string id = "[0-9a-f-]{36}";
        var answers = new[]
        {
            await Get("/v3/tasks"),
            await Send(HttpMethod.Get, "/v3/tasks", with: request => request.Headers.Add("X-VCAP-Request-ID", "a b/c_1-2")),
            await Send(HttpMethod.Get, "/v3/tasks", null, with: request => request.Headers.Add("X-Request-ID", "mine")),
        };
        Assert.That(answers.Select(answer => answer.Headers["X-VCAP-Request-ID"]), Has.One.Matches($"^{id}$").And.One.Matches($"^abc_1-2::{id}$").And.One.Matches($"^mine::{id}$"));
        Assert.That(answers.Select(answer => answer.Headers.ContainsKey("X-USER-GUID")), Is.EqualTo(new[] { true, true, false }));
    }

    [Test, Category("CF-8.65")]
    public async Task The_root_links_to_the_uaa_and_has_nulls()
    {
        var answer = await Get("/", token: null);
        var links = answer.Json["links"]!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(links["login"]!.ToJsonString(), Is.EqualTo("""{"href":"https://login.cf.test"}"""));
            Assert.That(links["uaa"]!.ToJsonString(), Is.EqualTo("""{"href":"https://uaa.cf.test"}"""));
            Assert.That(links["cloud_controller_v3"]!.ToJsonString(), Is.EqualTo("""{"href":"https://api.cf.test/v3","meta":{"version":"3.228.0"}}"""));
            Assert.That(links.Select(link => link.Key), Has.None.EqualTo("bits_service").And.One.EqualTo("credhub"));
        }

        var info = (await Get("/v3/info", token: null)).Json;
        Assert.That(info["links"]!.AsObject().Select(link => link.Key), Is.EqualTo(new[] { "self", "support" }));
        Assert.That(info["rate_limits"]!["enabled"]!.GetValue<bool>(), Is.False);
        var old = await Get("/v2/info", token: null);
        Assert.That(old.Json["token_endpoint"]!.GetValue<string>(), Is.EqualTo("https://uaa.cf.test"));
    }

    [Test, Category("CF-8.53")]
    public async Task Outside_v3_errors_are_flat() =>
        AssertAnswer(await Get("/v2/apps"), 404, """{"description":"Unknown request","error_code":"CF-NotFound","code":10000}""");

    [Test, Category("CF-8.54")]
    public async Task Fault_rules_play_html_and_several_entries()
    {
        var task = Emulator.Add();
        const string several = """{"errors":[{"detail":"one","title":"CF-UnprocessableEntity","code":10008},{"detail":"two","title":"CF-TaskError","code":170019}]}""";
        Emulator.Faults.OnCall(1).ActThenRespond(EmulatedReply.Html(502));
        Emulator.Faults.OnCall(2).Respond(EmulatedReply.Json(422, several));
        var html = await Cancel(task);
        Assert.That((html.Status, html.Headers["Content-Type"]), Is.EqualTo((502, "text/html")));
        AssertRow(task, "CANCELING");
        AssertAnswer(await Cancel(task), 422, several);
        Assert.That((await Cancel(task)).Headers["Content-Type"], Is.EqualTo("application/json; charset=utf-8"));
    }

    [Test, Category("CF-8.72")]
    public async Task Create_answers_202_running()
    {
        var app = Emulator.DefaultAppId;
        var answer = await Send(HttpMethod.Post, $"/v3/apps/{app}/tasks", json: """{"name":"n","command":"rake","memory_in_mb":64,"metadata":{"labels":{"a":"b"}}}""");
        var row = Emulator.Rows.Single();
        Assert.That((answer.Status, answer.Json["state"]!.GetValue<string>(), answer.Json["sequence_id"]!.GetValue<int>()), Is.EqualTo((202, "RUNNING", 1)));
        Assert.That((row.Name, row.Command, row.Labels["a"]), Is.EqualTo(("n", "rake", "b")));
        Assert.That((await Send(HttpMethod.Post, $"/v3/apps/{app}/tasks", json: "{}")).Json["errors"]![0]!["code"]!.GetValue<int>(), Is.EqualTo(10008));
        await Send(HttpMethod.Post, $"/v3/apps/{app}/tasks", json: """{"command":"rake"}""");
        Assert.That(Emulator.Rows[1].Name, Does.Match("^[0-9a-f]{8}$"));
        Assert.That(Emulator.Rows[1].SequenceId, Is.EqualTo(2));
        Emulator.IsTaskCreationDisabled = true;
        AddToken("dev", TaskCancellation.Testing.CloudFoundry.CloudFoundryRole.SpaceDeveloper);
        Assert.That((await Send(HttpMethod.Post, $"/v3/apps/{app}/tasks", "dev", json: """{"command":"rake"}""")).Body, Does.Contain("CF-FeatureDisabled"));
    }

    [Test, Category("CF-8.72")]
    public async Task Create_with_Diego_down_leaves_a_failed_row()
    {
        Emulator.DiegoMode = CloudFoundryDiegoMode.AnswersUnavailable;
        Assert.That((await Send(HttpMethod.Post, $"/v3/apps/{Emulator.DefaultAppId}/tasks", json: """{"command":"rake"}""")).Status, Is.EqualTo(503));
        AssertRow(Emulator.Rows.Single().Id, "FAILED", "Unable to request task to be run");
    }

    [Test, Category("CF-8.72")]
    public async Task Patch_merges_metadata_and_takes_nothing_else()
    {
        var task = Emulator.Add(new() { Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } });
        var answer = await Send(HttpMethod.Patch, $"/v3/tasks/{task}", json: """{"metadata":{"labels":{"a":null,"c":"3"},"annotations":{"note":"x"}}}""");
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Json["metadata"]!.ToJsonString(), Is.EqualTo("""{"labels":{"b":"2","c":"3"},"annotations":{"note":"x"}}"""));
        Assert.That(answer.Body, Does.Contain("\"command\""));
        Assert.That((await Send(HttpMethod.Patch, $"/v3/tasks/{task}", json: """{"name":"x"}""")).Status, Is.EqualTo(422));
    }
}
