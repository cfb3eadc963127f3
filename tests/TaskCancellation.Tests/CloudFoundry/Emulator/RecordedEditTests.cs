using System.Text;
using System.Text.Json.Nodes;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

/// <summary>Creating tasks and changing their metadata, as a recorded controller took or refused it.</summary>
public class RecordedEditTests : EmulatorTest
{
    private const string NoCommand = "Command No command or template provided";
    private const string NoTemplate = "Template process guid must be a string, Template process guid must be between 1 and 200 characters";

    private string Path => $"/v3/apps/{Emulator.DefaultAppId}/tasks";

    [TestCase("""{"command":"x","memory_in_mb":0}""", "Memory in mb must be greater than 0", Category = "Finding fc-F5")]
    [TestCase("""{"command":"x","memory_in_mb":-1}""", "Memory in mb must be greater than 0", Category = "Finding fc-F5")]
    [TestCase("""{"command":"x","disk_in_mb":-3}""", "Disk in mb must be greater than 0", Category = "Finding fc-F5")]
    [TestCase("""{"command":"x","log_rate_limit_in_bytes_per_second":-2}""", "Log rate limit in bytes per second must be greater than -2", Category = "Finding fc-F5")]
    [TestCase("""{"command":"x","user":""}""", "User must be between 1 and 255 characters", Category = "Finding fc-F5")]
    [TestCase("""{"command":"x","metadata":{"labels":{"cloudfoundry.org/a":"b"}}}""", "Metadata label key error: prefix 'cloudfoundry.org' is reserved", Category = "Finding fc-F5")]
    [TestCase("""{"command":"x","metadata":{"labels":{"env":"a b"}}}""", "Metadata label value error: 'a b' contains invalid characters", Category = "Finding fc-F5")]
    [TestCase("{}", NoCommand, Category = "Finding fc-F5")]
    [TestCase("""{"command":null}""", NoCommand, Category = "Finding fc-F5")]
    [TestCase("""{"command":false}""", NoCommand, Category = "Finding cf-F5")]
    [TestCase("""{"command":""}""", "command presence", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","name":""}""", "name format, name presence", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","name":null}""", "name format, name presence", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","name":"a\nb"}""", "name format", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","disk_in_mb":2049}""", "Cannot request disk_in_mb greater than 2048", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","user":"a b"}""", "user invalid (requested user 'a b' not allowed, permitted users are: 'vcap', 'ContainerUser', 'TestUser')", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","metadata":5}""", "Metadata must be an object", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","metadata":null}""", "Metadata must be an object", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","metadata":{"x":{}}}""", "Metadata has unexpected field(s): 'x'", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","metadata":{"labels":[]}}""", "Metadata 'labels' is not an object", Category = "Finding cf-D")]
    [TestCase("""{"template":5}""", NoTemplate, Category = "Finding cf-C34")]
    [TestCase("""{"template":{}}""", NoTemplate, Category = "Finding cf-C34")]
    [TestCase("[]", "Unknown field(s): '_json', " + NoCommand, Category = "Finding cf-C35")]
    [TestCase("null", "Unknown field(s): '_json', " + NoCommand, Category = "Finding cf-C35")]
    [TestCase("""{"command":"x","memory_in_mb":" 5"}""", "Memory in mb must be an integer", Category = "Finding cf-L8")]
    [TestCase("""{"command":"x","memory_in_mb":"1.0"}""", "Memory in mb must be an integer", Category = "Finding cf-L8")]
    [TestCase("""{"command":"x","memory_in_mb":1.5}""", "Memory in mb must be an integer", Category = "Finding cf-L8")]
    [TestCase("""{"command":"x","memory_in_mb":1e3}""", "Memory in mb must be an integer", Category = "Finding cf-L8")]
    [TestCase("""{"command":"x","disk_in_mb":""}""", "Disk in mb is not a number", Category = "Finding cf-L8")]
    [TestCase("""{"command":"x","disk_in_mb":true}""", "Disk in mb is not a number", Category = "Finding cf-L8")]
    [TestCase("""{"command":"x","log_rate_limit_in_bytes_per_second":9223372036854775808}""", "Log rate limit in bytes per second must be less than or equal to 9223372036854775807", Category = "Finding cf-L8")]
    [TestCase("""{"command":"x","name":"a\tb"}""", "name format", Category = "Finding cf-L10")]
    [TestCase("""{"command":"x","name":"a\u0001b"}""", "name format", Category = "Finding cf-L10")]
    [TestCase("""{"command":"x","name":[]}""", "name presence", Category = "Finding cf-L10")]
    [TestCase("""{"command":"x","name":{}}""", "name presence", Category = "Finding cf-L10")]
    [TestCase("""{"foo":1,"memory_in_mb":0,"disk_in_mb":0,"log_rate_limit_in_bytes_per_second":-2,"metadata":{"labels":{"-":1}}}""",
        "Metadata label key error: '-' starts or ends with invalid characters, Unknown field(s): 'foo', Disk in mb must be greater than 0, Memory in mb must be greater than 0, Log rate limit in bytes per second must be greater than -2, " + NoCommand,
        Category = "Finding cf-D")]
    [TestCase("""{"command":"","name":"","user":"nobody"}""",
        "name format, name presence, command presence, user invalid (requested user 'nobody' not allowed, permitted users are: 'vcap', 'ContainerUser', 'TestUser')",
        Category = "Finding cf-D")]
    public async Task Create_is_refused_with_all_faults_in_one_detail(string body, string detail)
    {
        AssertAnswer(await Create(body), 422, Error(10008, "CF-UnprocessableEntity", detail));
        Assert.That(Emulator.Rows, Is.Empty);
    }

    [TestCase("""{"command":5}""", "command", "5", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","name":5}""", "name", "5", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","memory_in_mb":"64"}""", "memory_in_mb", "64", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","name":"a\n"}""", "name", "a\n", Category = "Finding cf-L10")]
    [TestCase("""{"command":["a"]}""", "command", "a")]
    [TestCase("""{"command":1.50}""", "command", "1.5")]
    [TestCase("""{"command":"x","name":1e2}""", "name", "100.0")]
    public async Task Create_takes(string body, string member, string value)
    {
        var answer = await Create(body);
        Assert.That((answer.Status, answer.Json[member]!.ToString()), Is.EqualTo((202, value)));
    }

    [TestCase(4096, 202)]
    [TestCase(4097, 422)]
    [Category("Finding fc-F5"), Category("Finding cf-D")]
    public async Task A_command_may_have_4096_characters(int length, int status)
    {
        var answer = await Create($$"""{"command":"{{new string('x', length)}}"}""");
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(status == 422 ? Detail(answer) : "", Is.EqualTo(status == 422 ? "command must be shorter than 4097 characters" : ""));
    }

    [TestCase("labels", 51, 390020, "Failed to add 51 labels because it would exceed maximum of 50")]
    [TestCase("annotations", 201, 390023, "Failed to add 201 annotations because it would exceed maximum of 200")]
    [Category("Finding fc-F5"), Category("Finding cf-D")]
    public async Task There_are_limits_to_metadata(string kind, int count, int code, string detail)
    {
        var map = new JsonObject(Enumerable.Range(0, count).Select(number => KeyValuePair.Create($"k{number}", (JsonNode?)"v")));
        var answer = await Create(new JsonObject { ["command"] = "x", ["metadata"] = new JsonObject { [kind] = map } }.ToJsonString());
        Assert.That((answer.Status, answer.Json["errors"]![0]!["code"]!.GetValue<int>(), Detail(answer)), Is.EqualTo((422, code, detail)));
    }

    [TestCase("""{"command":"x","droplet_guid":"x"}""", 404, 10010, "Droplet not found", Category = "Finding fc-F5")]
    [TestCase("""{"command":"x","droplet_guid":null}""", 404, 10010, "Droplet not found", Category = "Finding cf-D")]
    [TestCase("""{"template":{"process":{"guid":"x"}}}""", 404, 350003, "The process could not be found: x", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","template":{"process":{"guid":"x"}}}""", 404, 350003, "The process could not be found: x", Category = "Finding cf-D")]
    [TestCase("""{"command":"x","memory_in_mb":2147483648}""", 500, 10001, "An unknown error occurred.", Category = "Finding cf-L8")]
    [TestCase("""{"command":"x\u0000"}""", 500, 10001, "An unknown error occurred.", Category = "Finding cf-L9")]
    [TestCase("""{"command":"x","metadata":{"annotations":{"a":{}}}}""", 500, 10001, "An unknown error occurred.", Category = "Finding cf-L9")]
    [TestCase("""{"command":["a","b"]}""", 500, 10001, "An unknown error occurred.")]
    [TestCase("""{"command":"x","name":{"a":1}}""", 500, 10001, "An unknown error occurred.")]
    [TestCase("""{"command":"x","metadata":{"annotations":{"a":"\u0000"}}}""", 500, 10001, "An unknown error occurred.")]
    public async Task What_is_not_there_or_cannot_be_stored(string body, int status, int code, string detail)
    {
        var answer = await Create(body);
        Assert.That((answer.Status, answer.Json["errors"]![0]!["code"]!.GetValue<int>(), Detail(answer)), Is.EqualTo((status, code, detail)));
    }

    [Test, Category("Finding cf-D")]
    public async Task Without_a_droplet_there_is_no_task_and_a_form_is_as_good_as_json()
    {
        var form = await Send(HttpMethod.Post, Path, with: request => request.Content = new StringContent("command=x", Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.That(form.Status, Is.EqualTo(202));
        Emulator.SetDroplet(Emulator.DefaultAppId, null);
        AssertAnswer(await Create("""{"command":"x"}"""), 422, Error(10008, "CF-UnprocessableEntity", "Task must have a droplet. Specify droplet or assign current droplet to app."));
    }

    [TestCase(CloudFoundryRole.Admin, "{}", 422, NoCommand, Category = "Finding cf-C35")]
    [TestCase(CloudFoundryRole.SpaceDeveloper, "{}", 403, "Feature Disabled: no tasks today", Category = "Finding cf-C35")]
    [TestCase(CloudFoundryRole.SpaceSupporter, """{"command":"x"}""", 403, "Feature Disabled: no tasks today", Category = "Finding cf-D")]
    [TestCase(CloudFoundryRole.None, """{"command":"x"}""", 403, "Feature Disabled: no tasks today", Category = "Finding cf-D")]
    [Category("Finding fc-F5")]
    public async Task The_flag_comes_first_and_binds_no_admin(CloudFoundryRole role, string body, int status, string detail)
    {
        (Emulator.IsTaskCreationDisabled, Emulator.TaskCreationMessage) = (true, "no tasks today");
        AddToken("token", role);
        var answer = await Send(HttpMethod.Post, Path, "token", body);
        Assert.That((answer.Status, Detail(answer)), Is.EqualTo((status, detail)));
    }

    [TestCase(CloudFoundryRole.SpaceSupporter, "{}", 422)]
    [TestCase(CloudFoundryRole.SpaceSupporter, """{"command":"x"}""", 403)]
    [TestCase(CloudFoundryRole.OrganizationAuditor, "{}", 422)]
    [TestCase(CloudFoundryRole.OrganizationAuditor, """{"command":"x"}""", 404)]
    [Category("Finding cf-D"), Category("Finding fc-F5")]
    public async Task The_message_comes_before_who_may_and_what_there_is(CloudFoundryRole role, string body, int status)
    {
        AddToken("token", role);
        Assert.That((await Send(HttpMethod.Post, Path, "token", body)).Status, Is.EqualTo(status));
    }

    [Test, Category("Finding cf-L3")]
    public async Task A_template_gives_what_its_process_has_even_of_another_app()
    {
        var other = Emulator.AddApp(Emulator.DefaultSpaceId);
        var process = Emulator.AddProcess(new() { Id = other, Command = "rackup", MemoryInMb = 77, DiskInMb = 88, LogRateLimit = 99, User = "vcap" });
        var answer = await Create(Template(process));
        var row = answer.Json;
        Assert.That((answer.Status, row["command"]!.ToString(), row["memory_in_mb"]!.ToString(), row["disk_in_mb"]!.ToString(), row["log_rate_limit_in_bytes_per_second"]!.ToString(), row["user"]!.ToString()),
            Is.EqualTo((202, "rackup", "77", "88", "99", "vcap")));
        var bare = Emulator.AddProcess(new());
        AssertAnswer(await Create(Template(bare)), 422, Error(10008, "CF-UnprocessableEntity", "command presence"));
    }

    [TestCase("""{"name":"x"}""", "nope", 422, "Unknown field(s): 'name'", Category = "Finding cf-L11")]
    [TestCase("""{"metadata":null}""", null, 422, "Metadata must be an object", Category = "Finding cf-D")]
    [TestCase("""{"metadata":{"labels":{"cloudfoundry.org/a":null}}}""", null, 422, "Metadata label key error: prefix 'cloudfoundry.org' is reserved", Category = "Finding cf-C35")]
    [TestCase("[]", null, 422, "Unknown field(s): '_json'", Category = "Finding cf-C35")]
    [TestCase("""{"metadata":{}}""", "nope", 404, "Task not found", Category = "Finding cf-L11")]
    [TestCase("""{"foo":1,"bar":2,"metadata":{"labels":{"-":1}}}""", null, 422, "Metadata label key error: '-' starts or ends with invalid characters, Unknown field(s): 'foo', 'bar'", Category = "Finding cf-F5")]
    public async Task Patch_is_refused(string body, string? task, int status, string detail)
    {
        var answer = await Send(HttpMethod.Patch, $"/v3/tasks/{task ?? Emulator.Add()}", json: body);
        Assert.That((answer.Status, Detail(answer)), Is.EqualTo((status, detail)));
    }

    [Test]
    public async Task An_annotation_may_be_a_text_that_looks_like_json_and_half_a_surrogate_pair_is_no_text()
    {
        var answer = await Create("""{"command":"x","metadata":{"annotations":{"a":"{\"b\":1}"}}}""");
        Assert.That((answer.Status, answer.Json["metadata"]!["annotations"]!["a"]!.GetValue<string>()), Is.EqualTo((202, """{"b":1}""")));
        var half = await Create("""{"command":"\ud800"}""");
        Assert.That((half.Status, half.Headers["Content-Type"]), Is.EqualTo((500, "text/plain; charset=utf-8")));
    }

    [TestCase("text/plain", 200)]
    [TestCase(null, 422)]
    [Category("Finding cf-L11")]
    public async Task Patch_reads_json_only_where_it_is_called_so(string? type, int status)
    {
        var task = Emulator.Add();
        var answer = await Send(HttpMethod.Patch, $"/v3/tasks/{task}", with: request =>
        {
            request.Content = new ByteArrayContent("""{"metadata":{"labels":{"a":"b"}}}"""u8.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type is null ? [] : [type]);
        });
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(Row(task).Labels, Is.Empty);
    }

    private static string Detail(Answer answer) => answer.Json["errors"]![0]!["detail"]!.GetValue<string>();

    private static string Template(string process) => """{"template":{"process":{"guid":"GUID"}}}""".Replace("GUID", process, StringComparison.Ordinal);

    private Task<Answer> Create(string body) => Send(HttpMethod.Post, Path, json: body);
}
