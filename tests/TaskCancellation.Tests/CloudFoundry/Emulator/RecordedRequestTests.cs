using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

/// <summary>Bodies, media types, methods, paths and tokens, as a recorded controller took or refused them.</summary>
public class RecordedRequestTests : EmulatorTest
{
    private const string TaskId = "11111111-2222-4333-8444-555555555555";
    private const string Path = $"/v3/tasks/{TaskId}/actions/cancel";

    private static readonly string BadBody = Error(1001, "CF-MessageParseError", "Request invalid due to parse error: invalid request body");
    private static readonly string UnknownRequest = Error(10000, "CF-NotFound", "Unknown request");
    private static readonly string NotFound = Error(10010, "CF-ResourceNotFound", "Task not found");

    [SetUp]
    public void AddTask() => Emulator.Add(new() { Id = TaskId });

    [TestCase("[]")]
    [TestCase("5")]
    [TestCase("null")]
    [TestCase("true")]
    [TestCase("\"x\"")]
    [TestCase("\"\"")]
    [TestCase("{/*x*/}")]
    [TestCase("DEEP")]
    [Category("Finding fc-F12"), Category("Finding cf-F12")]
    public async Task Json_of_any_kind_is_fine(string body) =>
        Assert.That((await Post("application/json", body.Replace("DEEP", new string('[', 101) + new string(']', 101), StringComparison.Ordinal))).Status, Is.EqualTo(202));

    [TestCase("application/json", "{", 400, "RUNNING", Category = "Finding cf-C26")]
    [TestCase("application/problem+json", "{", 400, "RUNNING", Category = "Finding cf-C26")]
    [TestCase("text/x-json", "{", 400, "RUNNING", Category = "Finding cf-C26")]
    [TestCase("application/jsonrequest", "{", 400, "RUNNING", Category = "Finding cf-C26")]
    [TestCase("application/vnd.api+json", "{", 202, "CANCELING", Category = "Finding cf-C26")]
    [TestCase("text/json", "{", 202, "CANCELING", Category = "Finding cf-C26")]
    [TestCase("application/json-seq", "{", 202, "CANCELING", Category = "Finding cf-C26")]
    [TestCase("x", "{", 406, "RUNNING", Category = "Finding cf-C25")]
    [TestCase("", "{", 406, "RUNNING", Category = "Finding cf-C25")]
    [TestCase("application/x-www-form-urlencoded", "%", 500, "RUNNING", Category = "Finding cf-C11")]
    [TestCase("multipart/form-data; boundary=b", "xx", 500, "RUNNING", Category = "Finding cf-C11")]
    [TestCase("multipart/form-data", "xx", 202, "CANCELING", Category = "Finding cf-C11")]
    public async Task A_body_by_its_type(string type, string body, int status, string state)
    {
        Assert.That((await Post(type, body)).Status, Is.EqualTo(status));
        AssertRow(TaskId, state);
    }

    [Test, Category("Finding cf-C11")]
    public async Task Json_that_is_no_UTF_8_is_500_in_plain_text()
    {
        var answer = await Send(HttpMethod.Post, Path, with: request =>
        {
            request.Content = new ByteArrayContent([(byte)'"', 0xff, (byte)'"']);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        });
        Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((500, "text/plain; charset=utf-8")));
        AssertRow(TaskId, "RUNNING");
    }

    [TestCase("x", 406)]
    [TestCase("application/json, x", 406)]
    [TestCase("text/html", 202)]
    [TestCase("", 202)]
    [Category("Finding cf-C25")]
    public async Task An_Accept_has_to_name_types(string accept, int status)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Get, $"/v3/tasks/{TaskId}"), (HttpMethod.Get, "/v3/tasks"), (HttpMethod.Post, Path) })
        {
            var answer = await Send(method, path, with: request => request.Headers.TryAddWithoutValidation("Accept", accept));
            Assert.That(answer.Status, Is.EqualTo(status == 202 && method == HttpMethod.Get ? 200 : status));
            Assert.That(status == 406 ? (answer.Body, answer.Headers["Content-Type"]) : default, Is.EqualTo(status == 406 ? ("", "text/html; charset=UTF-8") : default));
        }
    }

    [TestCase("/v3/tasks/" + TaskId)]
    [TestCase("/v3/nonsense")]
    [Category("Finding cf-C27")]
    public async Task Broken_json_is_noticed_where_nothing_reads_it(string path) => AssertAnswer(await Send(HttpMethod.Get, path, json: "{"), 400, BadBody);

    [TestCase("/v3/tasks")]
    [TestCase("/v3/tasks/" + TaskId)]
    [TestCase("/")]
    [TestCase("/v3")]
    [TestCase("/v3/info")]
    [TestCase("/v2/info")]
    [TestCase("/healthz")]
    [TestCase("/v3/tasks/nope")]
    [Category("Finding cf-C20")]
    public async Task HEAD_is_as_GET_without_a_body(string path)
    {
        var (get, head) = (await Get(path), await Send(HttpMethod.Head, path));
        Assert.That((head.Status, head.Headers["Content-Type"], head.Body), Is.EqualTo((get.Status, get.Headers["Content-Type"], "")));
        Assert.That((await Send(HttpMethod.Head, "/v3/tasks", token: null)).Status, Is.EqualTo(401));
    }

    [TestCase("GET", "/v3/tasks/" + TaskId + ".json", 200, Category = "Finding cf-C21")]
    [TestCase("GET", "/v3/tasks/" + TaskId + ".xml", 200, Category = "Finding cf-C21")]
    [TestCase("GET", "/v3/info.json", 200, Category = "Finding cf-C21")]
    [TestCase("POST", Path + ".json", 202, Category = "Finding cf-C21")]
    [TestCase("PUT", "/v3/tasks/" + TaskId + "/cancel.json", 202, Category = "Finding cf-C21")]
    [TestCase("POST", "/v3/tasks/" + TaskId + ".json/actions/cancel", 404, Category = "Finding cf-C22")]
    [TestCase("POST", "/v3/tasks/./actions/cancel", 404, Category = "Finding cf-C22")]
    [TestCase("PUT", "/v3/tasks/../cancel", 404, Category = "Finding cf-C22")]
    [TestCase("GET", "/v3/tasks/" + TaskId + ".", 404, Category = "Finding cf-C22")]
    [TestCase("POST", "/v3/tasks/" + TaskId + "/actions/%63ancel", 404, Category = "Finding cf-C24")]
    [TestCase("GET", "/%763/tasks", 404, Category = "Finding cf-C24")]
    public async Task Formats_and_dots(string method, string path, int status)
    {
        var answer = await Send(new HttpMethod(method), path);
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(status == 404 ? answer.Body : "", Does.Contain(status == 404 ? "Unknown request" : ""));
    }

    [TestCase("%ff")]
    [TestCase("%E0%A4%A")]
    [Category("Finding cf-C23")]
    public async Task A_guid_that_is_no_UTF_8_is_400_10004(string id)
    {
        var invalid = Error(10004, "CF-InvalidRequest", "The request is invalid");
        AssertAnswer(await Get($"/v3/tasks/{id}"), 400, invalid);
        AssertAnswer(await Cancel(id), 400, invalid);
        AssertAnswer(await Get("/v3/tasks/%zz"), 404, NotFound);
    }

    [TestCase("bearer  TOKEN", 200, Category = "Finding cf-C28")]
    [TestCase("bearer\tTOKEN", 200, Category = "Finding cf-C28")]
    [TestCase("bearer", 1000, Category = "Finding fc-F12")]
    [TestCase("bearer: TOKEN", 1000, Category = "Finding cf-F12")]
    [TestCase("Basic TOKEN", 10002, Category = "Finding cf-F12")]
    public async Task Blanks_behind_the_scheme(string header, int expected)
    {
        var answer = await Send(HttpMethod.Get, "/v3/tasks", null, with: request => request.Headers.TryAddWithoutValidation("Authorization", header.Replace("TOKEN", CloudFoundryEmulator.AdminToken, StringComparison.Ordinal)));
        Assert.That(answer.Status == 200 ? 200 : answer.Json["errors"]![0]!["code"]!.GetValue<int>(), Is.EqualTo(expected));
    }

    [Test, Category("Finding cf-C28")]
    public async Task A_scope_that_is_a_text_is_500()
    {
        var claims = $$"""{"user_id":"u","scope":"cloud_controller.read","aud":["cloud_controller"],"iss":"https://uaa.cf.test/oauth/token","exp":{{Emulator.ServerNow.AddHours(1).ToUnixTimeSeconds()}}}""";
        var content = $"{Part("""{"alg":"HS256"}"""u8)}.{Part(Encoding.UTF8.GetBytes(claims))}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Emulator.TokenKey), Encoding.UTF8.GetBytes(content));
        var answer = await Get("/v3/tasks", $"{content}.{Part(signature)}");
        Assert.That((answer.Status, answer.Json["errors"]![0]!["code"]!.GetValue<int>()), Is.EqualTo((500, 10001)));
    }

    [TestCase("FOO", 501, false)]
    [TestCase("PROPFIND", 501, false)]
    [TestCase("TRACE", 405, true)]
    [TestCase("CONNECT", 405, true)]
    [Category("Finding cf-C29")]
    public async Task Methods_that_the_web_server_or_the_proxy_refuse(string method, int status, bool hasProxy)
    {
        Emulator.HasProxy = hasProxy;
        Assert.That((await Send(new HttpMethod(method), Path)).Status, Is.EqualTo(status));
        AssertRow(TaskId, "RUNNING");
    }

    [TestCase("OPTIONS")]
    [TestCase("DELETE")]
    [TestCase("PATCH")]
    [Category("Finding cf-C29")]
    public async Task Methods_that_no_route_has(string method) => AssertAnswer(await Send(new HttpMethod(method), Path), 404, UnknownRequest);

    [Test, Category("Finding cf-F13")]
    public async Task Long_lines_are_refused_by_the_web_server_and_sooner_by_a_proxy()
    {
        Assert.That((await Get($"/v3/tasks?names={new string('a', 10_000)}")).Status, Is.EqualTo(200));
        var refused = await Get($"/v3/tasks?names={new string('a', 10_300)}");
        Assert.That((refused.Status, refused.Headers.ContainsKey("Content-Type")), Is.EqualTo((400, false)));
        Assert.That((await Get($"/v3/tasks/{new string('a', 8_200)}")).Status, Is.EqualTo(400));
        Emulator.HasProxy = true;
        Assert.That((await Get($"/v3/tasks?names={new string('a', 8_200)}")).Status, Is.EqualTo(414));
    }

    [Test, Category("Finding cf-C38")]
    public async Task Letters_of_markup_are_escaped_and_the_unknown_error_begins_with_its_title()
    {
        Emulator.Add(new() { Name = "<a>&" });
        Assert.That((await Get("/v3/tasks")).Body, Does.Contain("""
            "name":"\u003ca\u003e\u0026"
            """));
        AssertAnswer(await Get("/v3/tasks?names=%00"), 500, """{"errors":[{"title":"UnknownError","detail":"An unknown error occurred.","code":10001}]}""");
    }

    private static string Part(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private Task<Answer> Post(string type, string body) => Send(HttpMethod.Post, Path, with: request =>
    {
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
    });
}
