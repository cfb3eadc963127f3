using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class KorifiTests : EmulatorTest
{
    [SetUp]
    public void StartKorifi() => Start(CloudFoundryFlavor.Korifi);

    [TestCase("/v3/tasks?states=RUNNING")]
    [TestCase("/v3/tasks?sequence_ids=1")]
    [TestCase("/v3/tasks?app_guid=x")]
    [TestCase("/v3/tasks?label_selector=a")]
    [Category("CF-8.74")]
    public async Task Filters_are_refused(string path)
    {
        var answer = await Get(path);
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Body, Does.StartWith("""{"errors":[{"detail":"The query parameter is invalid: Valid parameters are: """).And.Contain("\"code\":10005"));
    }

    [Test, Category("CF-8.74")]
    public async Task A_bad_page_size_is_422_and_sequence_ids_are_for_the_nested_list()
    {
        var task = Emulator.Add();
        var answer = await Get("/v3/tasks?per_page=0");
        Assert.That((answer.Status, answer.Json["errors"]![0]!["code"]!.GetValue<int>()), Is.EqualTo((422, 10008)));
        Assert.That(await List($"/v3/apps/{Emulator.DefaultAppId}/tasks?sequence_ids={Row(task).SequenceId}"), Is.EqualTo(new[] { task }));
    }

    [TestCase("POST", "/actions/cancel")]
    [TestCase("PUT", "/cancel")]
    [Category("CF-8.75"), Category("Inferred")]
    public async Task Cancel_shows_failed_at_once_and_can_be_repeated(string method, string action)
    {
        var task = Emulator.Add();
        for (var time = 1; time <= 2; time++)
        {
            var answer = await Send(new HttpMethod(method), $"/v3/tasks/{task}{action}");
            Assert.That((answer.Status, answer.Json["state"]!.GetValue<string>()), Is.EqualTo((202, "FAILED")));
            Assert.That(answer.Json["result"]!["failure_reason"]!.GetValue<string>(), Is.EqualTo("task was cancelled"));
        }
    }

    [Test, Category("CF-8.75")]
    public async Task A_task_that_ended_by_itself_is_422()
    {
        var task = Emulator.Add(new() { RunDuration = TimeSpan.FromSeconds(1), Ending = CloudFoundryEnding.Failed });
        Advance(1);
        AssertRow(task, "FAILED", "Failed with exit code: 1");
        AssertAnswer(await Cancel(task), 422, Error(10008, "CF-UnprocessableEntity", "Task state is FAILED and therefore cannot be canceled"));
    }

    [Test, Category("CF-8.76")]
    public async Task Fields_texts_and_root_differ()
    {
        var task = Emulator.Add(new() { Name = "ignored" });
        var body = (await Get("/v3/tasks")).Json["resources"]![0]!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(body.ContainsKey("user") || body.ContainsKey("log_rate_limit_in_bytes_per_second"), Is.False);
            Assert.That(body["name"]!.GetValue<string>(), Is.EqualTo(task));
            Assert.That(body["sequence_id"]!.GetValue<long>(), Is.EqualTo(20260101000000000));
            Assert.That(body.ContainsKey("command"), Is.True);
            Assert.That((await Get("/v3/tasks/nope")).Body, Is.EqualTo(Error(10010, "CF-ResourceNotFound", "Task not found. Ensure it exists and you have access to it.")));
        }

        var root = (await Get("/", token: null)).Json;
        Assert.That(root["cf_on_k8s"]!.GetValue<bool>(), Is.True);
        Assert.That(root["links"]!["uaa"], Is.Null);
        Assert.That(root["links"]!["login"]!["href"]!.GetValue<string>(), Is.EqualTo("https://api.cf.test"));
        Assert.That(root["links"]!["cloud_controller_v3"]!["meta"]!["version"]!.GetValue<string>(), Is.EqualTo("3.117.0+cf-k8s"));
    }

    [Test, Category("CF-8.76")]
    public async Task Create_is_201_pending_and_finished_tasks_go_after_720_hours()
    {
        var answer = await Send(HttpMethod.Post, $"/v3/apps/{Emulator.DefaultAppId}/tasks", json: """{"command":"rake"}""");
        var task = answer.Json["guid"]!.GetValue<string>();
        Assert.That((answer.Status, answer.Json["state"]!.GetValue<string>()), Is.EqualTo((201, "PENDING")));
        Advance(1);
        AssertRow(task, "RUNNING");
        Emulator.Finish(task);
        Clock.Advance(TimeSpan.FromHours(720));
        Assert.That(Emulator.Rows, Has.Count.EqualTo(1));
        Advance(1);
        Assert.That(Emulator.Rows, Is.Empty);
    }
}
