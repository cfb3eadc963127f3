using System.Globalization;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class ListTests : EmulatorTest
{
    private const string Nested = "/v3/apps/app-a/tasks";

    [Test, Category("CF-8.27"), Category("CF-8.70")]
    public async Task Pages_link_to_each_other_on_the_operators_domain()
    {
        Emulator.ExternalDomain = new Uri("https://api.elsewhere.test/");
        var tasks = new[] { Emulator.Add(), Emulator.Add(), Emulator.Add() };
        var first = await Get("/v3/tasks?states=RUNNING&per_page=2&order_by=-created_at");
        Assert.That(first.Json["pagination"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), Is.EqualTo("""
            {"total_results":3,"total_pages":2,
            "first":{"href":"https://api.elsewhere.test/v3/tasks?order_by=-created_at&page=1&per_page=2&states=RUNNING"},
            "last":{"href":"https://api.elsewhere.test/v3/tasks?order_by=-created_at&page=2&per_page=2&states=RUNNING"},
            "next":{"href":"https://api.elsewhere.test/v3/tasks?order_by=-created_at&page=2&per_page=2&states=RUNNING"},
            "previous":null}
            """.ReplaceLineEndings("")));
        var second = await Get("/v3/tasks?per_page=2&page=2");
        Assert.That(second.Json["pagination"]!["next"], Is.Null);
        Assert.That(Href(second, "previous"), Is.EqualTo("https://api.elsewhere.test/v3/tasks?page=1&per_page=2"));
        Assert.That(await List("/v3/tasks?per_page=2"), Is.EqualTo(tasks[..2]));
        Assert.That(await List("/v3/tasks?per_page=2&page=2"), Is.EqualTo(tasks[2..]));
    }

    [Test, Category("CF-8.27")]
    public async Task An_empty_list_is_a_page()
    {
        AssertAnswer(await Get("/v3/tasks"), 200, """
            {"pagination":{"total_results":0,"total_pages":1,"first":{"href":"https://api.cf.test/v3/tasks?page=1\u0026per_page=50"},
            "last":{"href":"https://api.cf.test/v3/tasks?page=1\u0026per_page=50"},"next":null,"previous":null},"resources":[]}
            """.ReplaceLineEndings(""));
    }

    [Test, Category("CF-8.61"), Category("Inferred")]
    public async Task A_page_past_the_end_has_no_totals()
    {
        Emulator.Add();
        var page = await Get("/v3/tasks?page=3");
        Assert.That(page.Body, Does.StartWith("""{"pagination":{"total_results":0,"total_pages":1,""").And.EndWith("\"resources\":[]}"));
        Assert.That(Href(page, "previous"), Does.EndWith("?page=2&per_page=50"));
    }

    [Test, Category("CF-8.28"), Category("CF-8.60")]
    public async Task Names_fold_case_states_do_not()
    {
        var one = Emulator.Add(new() { Name = "Report" });
        var two = Emulator.Add(new() { Name = "other", State = "FAILED" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await List("/v3/tasks?names=rePORT"), Is.EqualTo(new[] { one }));
            Assert.That(await List("/v3/tasks?states=RUNNING,FAILED"), Is.EqualTo(new[] { one, two }));
            Assert.That(await List("/v3/tasks?states=running"), Is.Empty);
            Assert.That(await List($"/v3/tasks?guids={two},nope"), Is.EqualTo(new[] { two }));
            Assert.That(await List("/v3/tasks?names="), Is.Empty);
        }
    }

    [Test, Category("CF-8.29"), Category("CF-8.14")]
    public async Task Containers_and_sequence_ids()
    {
        var organization = Emulator.AddOrganization("org-a");
        Emulator.AddApp(Emulator.AddSpace(organization, "space-a"), "app-a");
        var one = Emulator.Add(new() { AppId = "app-a" });
        var two = Emulator.Add(new() { AppId = "app-a", State = "FAILED" });
        Emulator.Add();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await List("/v3/tasks?app_guids=app-a"), Is.EqualTo(new[] { one, two }));
            Assert.That(await List("/v3/tasks?space_guids=space-a&states=FAILED"), Is.EqualTo(new[] { two }));
            Assert.That(await List("/v3/tasks?organization_guids=org-a"), Is.EqualTo(new[] { one, two }));
            Assert.That(await List($"/v3/tasks?organization_guids=org-a&space_guids={Emulator.DefaultSpaceId}"), Is.Empty);
            Assert.That(await List(Nested + "?sequence_ids=2&per_page=1"), Is.EqualTo(new[] { two }));
            Assert.That(await List(Nested + "?sequence_ids=1,2"), Is.EqualTo(new[] { one, two }));
            Assert.That(await List(Nested + "?sequence_ids=99"), Is.Empty);
        }

        Assert.That((await Send(HttpMethod.Put, $"/v3/tasks/{one}/cancel")).Status, Is.EqualTo(202));
    }

    [TestCase("env", "a,b,c")]
    [TestCase("!env", "d")]
    [TestCase("env=prod", "a")]
    [TestCase("env==prod", "a")]
    [TestCase("env!=prod", "b,c,d")]
    [TestCase("env in (prod,test)", "a,b")]
    [TestCase("env notin (prod,test)", "c,d")]
    [TestCase("env in (prod,test),example.com/team=x", "b")]
    [TestCase("env,!example.com/team", "a,c")]
    [Category("CF-8.30")]
    public async Task Label_selectors(string selector, string names)
    {
        Add("a", ("env", "prod"));
        Add("b", ("env", "test"), ("example.com/team", "x"));
        Add("c", ("env", "dev"));
        Add("d");
        var answer = await Get("/v3/tasks?label_selector=" + Uri.EscapeDataString(selector));
        Assert.That(string.Join(',', answer.Json["resources"]!.AsArray().Select(task => task!["name"]!.GetValue<string>())), Is.EqualTo(names));

        void Add(string name, params (string Key, string Value)[] labels) =>
            Emulator.Add(new() { Name = name, Labels = labels.ToDictionary(label => label.Key, label => label.Value) });
    }

    [TestCase("created_ats=2026-01-01T00:00:10Z,2026-01-01T00:00:30Z", "10,30")]
    [TestCase("created_ats[lt]=2026-01-01T00:00:20Z", "10")]
    [TestCase("created_ats[lte]=2026-01-01T00:00:20Z", "10,20")]
    [TestCase("created_ats[gt]=2026-01-01T00:00:20Z", "30")]
    [TestCase("created_ats[gte]=2026-01-01T00:00:20Z", "20,30")]
    [TestCase("created_ats[gt]=2026-01-01T00:00:10Z&created_ats[lt]=2026-01-01T00:00:30Z", "20")]
    [TestCase("updated_ats%5Bgt%5D=2026-01-01T00:00:30Z", "10")]
    [Category("CF-8.31")]
    public async Task Timestamps(string query, string names)
    {
        var start = Emulator.ServerNow;
        foreach (var second in new[] { 10.4, 20.5, 30.6 })
        {
            Emulator.Add(new() { Name = ((int)second).ToString(CultureInfo.InvariantCulture), CreatedAt = start.AddSeconds(second), UpdatedAt = start.AddSeconds(second < 20 ? 99 : second) });
        }

        var answer = await Get("/v3/tasks?" + query);
        Assert.That(string.Join(',', answer.Json["resources"]!.AsArray().Select(task => task!["name"]!.GetValue<string>())), Is.EqualTo(names));
    }

    [Test, Category("CF-8.32")]
    public async Task Order()
    {
        var early = Emulator.ServerNow.AddDays(-1);
        var a = Emulator.Add(new() { Id = "a" });
        var c = Emulator.Add(new() { Id = "c", CreatedAt = early });
        var b = Emulator.Add(new() { Id = "b", CreatedAt = early });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await List("/v3/tasks"), Is.EqualTo(new[] { a, c, b }));
            Assert.That(await List("/v3/tasks?order_by=created_at"), Is.EqualTo(new[] { b, c, a }));
            Assert.That(await List("/v3/tasks?order_by=-created_at"), Is.EqualTo(new[] { a, c, b }));
            Assert.That(await List("/v3/tasks?order_by=%2Bupdated_at"), Is.EqualTo(new[] { b, c, a }));
            Assert.That(Href(await Get("/v3/tasks?order_by=created_at"), "first"), Does.EndWith("?order_by=%2Bcreated_at&page=1&per_page=50"));
        }
    }

    [Test, Category("CF-8.59")]
    public async Task Values_are_unescaped_twice()
    {
        string[] names = ["a,b", "50%", "x y", "ü=1", "%2C"];
        var tasks = names.Select(name => Emulator.Add(new() { Name = name })).ToArray();
        Emulator.Add(new() { Name = "a" });
        var query = "/v3/tasks?names=" + Uri.EscapeDataString(string.Join(',', names.Select(Uri.EscapeDataString)));
        Assert.That(await List(query), Is.EqualTo(tasks));
        var next = Href(await Get(query + "&per_page=1"), "next");
        Assert.That(await List(new Uri(next).PathAndQuery), Is.EqualTo(tasks[1..2]));
        Assert.That(await List("/v3/tasks?names=zzz,%20a"), Has.Length.EqualTo(1), "leading spaces are dropped");
        Assert.That(Href(await Get("/v3/tasks?names=x+y&label_selector=a%3Db"), "first"), Does.EndWith("?label_selector=a%3Db&names=x+y&page=1&per_page=50"));
    }

    [Test, Category("CF-8.71")]
    public async Task An_app_guid_parameter_nests()
    {
        Emulator.AddApp(Emulator.DefaultSpaceId, "app-a");
        var task = Emulator.Add(new() { AppId = "app-a" });
        Emulator.Add();
        var answer = await Get("/v3/tasks?app_guid=app-a&sequence_ids=1");
        Assert.That(answer.Json["resources"]!.AsArray().Single()!["guid"]!.GetValue<string>(), Is.EqualTo(task));
        Assert.That(answer.Body, Does.Contain("\"command\""));
        Assert.That(Href(answer, "first"), Is.EqualTo("https://api.cf.test/v3/apps/app-a/tasks?page=1&per_page=50&sequence_ids=1"));
    }

    [Test, Category("CF-8.73"), Category("Finding fc-F11"), Category("Finding cf-F11")]
    public async Task Audit_events_by_type_and_target()
    {
        var task = Emulator.Add();
        var cancel = await Cancel(task);
        var line = Emulator.AuditEvents.Single();
        var app = Emulator.DefaultAppId;
        var answer = await Get($"/v3/audit_events?types=audit.app.task.cancel&target_guids={app}");
        Assert.That(answer.Json["resources"]!.AsArray().Single()!.ToJsonString(), Is.EqualTo($$$$"""
            {"guid":"{{{{line.Id}}}}","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z","type":"audit.app.task.cancel",
            "actor":{"guid":"{{{{cancel.Headers["X-USER-GUID"]}}}}","type":"user","name":"admin"},"target":{"guid":"{{{{app}}}}","type":"app","name":"{{{{line.TargetName}}}}"},
            "data":{"task_guid":"{{{{task}}}}","request":{"name":"{{{{Emulator.Rows[0].Name}}}}","memory_in_mb":256,"command":"[PRIVATE DATA HIDDEN]"}},"space":{"guid":"{{{{Emulator.DefaultSpaceId}}}}"},"organization":{"guid":"{{{{Emulator.DefaultOrganizationId}}}}"},
            "links":{"self":{"href":"https://api.cf.test/v3/audit_events/{{{{line.Id}}}}"}}}
            """.ReplaceLineEndings("")));
        Assert.That(await List("/v3/audit_events?types=audit.app.start"), Is.Empty);
        Assert.That(await List("/v3/audit_events?target_guids=nope"), Is.Empty);
    }

    private static string Href(Answer answer, string link) => answer.Json["pagination"]![link]!["href"]!.GetValue<string>();
}
