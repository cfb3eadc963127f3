using TaskCancellation.Tool.Connections;
using TaskCancellation.Tool.Tests.Bench;

namespace TaskCancellation.Tool.Tests.Commands;

/// <summary>Every command on every service.</summary>
[TestFixtureSource(nameof(Services))]
internal sealed class EveryServiceTests(string service)
{
    private ToolBench bench = null!;

    private static IEnumerable<string> Services => ServiceKind.All.Select(one => one.Name);

    [SetUp]
    public void SetUp() => bench = new ToolBench(service);

    [TearDown]
    public void TearDown() => bench.Dispose();

    [Test]
    public async Task List_prints_the_tasks_in_each_form()
    {
        var json = await bench.OnServiceAsync("list", "--json");
        var csv = await bench.OnServiceAsync("list", "--csv");
        var table = await bench.OnServiceAsync("list");
        using var all = Assert.EnterMultipleScope();
        Assert.That(new[] { json.Code, csv.Code, table.Code }, Is.All.EqualTo(ExitCode.Done));
        Assert.That(json.Json, Has.Count.GreaterThanOrEqualTo(3));
        Assert.That(csv.Lines[0], Does.StartWith("id,state,"));
        Assert.That(json.Values("id").Where(id => service != "elasticsearch" || !id.EndsWith("000001", StringComparison.Ordinal)), Is.All.Matches<string>(id => csv.Out.Contains(id, StringComparison.Ordinal) && table.Out.Contains(id, StringComparison.Ordinal)));
        Assert.That(json.Error + csv.Error + table.Error, Is.Empty);
        Assert.That(table.Out, Does.Not.Contain("\u001b"), "no terminal, no escapes");
    }

    [Test]
    public async Task Show_prints_a_task_and_names_one_that_is_not_there()
    {
        var id = (await bench.UnfinishedAsync())[0];
        var shown = await bench.OnServiceAsync("show", id);
        var json = await bench.OnServiceAsync("show", id, Unknown, "--json");
        using var all = Assert.EnterMultipleScope();
        Assert.That(shown.Code, Is.EqualTo(ExitCode.Done));
        Assert.That(shown.Out, Does.Contain(id));
        Assert.That(json.Code, Is.EqualTo(ExitCode.Partial));
        Assert.That(json.Json.Single().GetProperty("raw").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Object));
        Assert.That(json.Error, Does.StartWith(Unknown + ": no such task"));
    }

    [Test]
    public async Task A_plan_is_stored_and_applied_with_its_fingerprint()
    {
        var planned = await bench.OnServiceAsync("plan", "--all", "--out", bench.PathOf("plan.json"), "--json");
        Assert.That(planned.Code, Is.EqualTo(ExitCode.Done), planned.Error);
        Assert.That(bench.Cancels, Is.Empty);
        var fingerprint = planned.Json[0].GetProperty("fingerprint").GetString()!;

        var other = await bench.OnServiceAsync("apply", bench.PathOf("plan.json"), "--fingerprint", "0", "--yes");
        Assert.That(other.Code, Is.EqualTo(ExitCode.Refused));
        Assert.That(bench.Cancels, Is.Empty);

        var applied = await bench.OnServiceAsync("apply", bench.PathOf("plan.json"), "--fingerprint", fingerprint, "--yes", "--json");
        using var all = Assert.EnterMultipleScope();
        Assert.That(applied.Values("verdict"), Is.Not.Empty.And.All.AnyOf("Canceled", "Ended", "CompletedFirst", "NotCancelable"));
        Assert.That(applied.Code, Is.EqualTo(service == "veevavault" ? ExitCode.Partial : ExitCode.Done), "a running job of Vault cannot be canceled");
        Assert.That(bench.Cancels, Is.Not.Empty);
    }

    [Test]
    public async Task Cancel_by_id_has_an_outcome_for_each_id()
    {
        var id = (await bench.UnfinishedAsync())[0];
        var result = await bench.OnServiceAsync("cancel", id, Unknown, "--yes", "--json");
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Values("id"), Is.EqualTo(new[] { id, Unknown }));
        Assert.That(result.Values("verdict"), Is.EqualTo(new[] { "Canceled", "NotFound" }));
        Assert.That(result.Code, Is.EqualTo(ExitCode.Partial));
        Assert.That(result.Error, Does.Contain(Unknown + ": no such task"));
    }

    [Test]
    public async Task Cancel_by_filter_cancels_what_matches()
    {
        var id = (await bench.UnfinishedAsync())[0];
        var result = await bench.OnServiceAsync("cancel", "--id", id, "--id", Unknown, "--max-targets", "1", "--yes", "--csv");
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Lines, Has.Count.EqualTo(2));
        Assert.That(result.Lines[1], Does.StartWith($"{id},Canceled,"));
        Assert.That(result.Code, Is.EqualTo(ExitCode.Partial), "one id was not found");
        Assert.That(result.Error, Does.Contain($"{Unknown}: no task with this id that matches is visible"));
    }

    [Test]
    public async Task Wait_and_watch_see_the_end_or_say_that_they_did_not()
    {
        // What waits in Meilisearch is canceled only when what runs has ended: there, the oldest task is taken.
        var unfinished = await bench.UnfinishedAsync();
        var id = service == "meilisearch" ? unfinished[^1] : unfinished[0];
        var waited = await bench.OnServiceAsync("wait", id, "--timeout", "0s", "--json");
        var watched = await bench.OnServiceAsync("watch", "--id", id, "--timeout", "1m");
        _ = await bench.OnServiceAsync("cancel", id, "--yes");
        var ended = await bench.OnServiceAsync("wait", id, Unknown, "--json");
        using var all = Assert.EnterMultipleScope();
        Assert.That(waited.Code, Is.EqualTo(ExitCode.Partial));
        Assert.That(waited.Values("id"), Is.EqualTo(new[] { id }));
        Assert.That(watched.Code, Is.EqualTo(ExitCode.Partial));
        Assert.That(watched.Out, Does.Contain(id));
        Assert.That(ended.Values("state"), Is.EqualTo(new[] { "Canceled" }));
        Assert.That(ended.Code, Is.EqualTo(ExitCode.Partial), "the other one is not there");
    }

    [Test]
    public async Task A_batch_is_recorded_and_resumed()
    {
        string[] ids = [.. await bench.UnfinishedAsync(), Unknown];
        await File.WriteAllLinesAsync(bench.PathOf("ids.txt"), ["# to cancel", .. ids, ""]);
        string[] rest = [bench.PathOf("ids.txt"), "--journal", bench.PathOf("run.db"), "--yes", "--json"];
        Assert.That((await bench.OnServiceAsync(["resume", .. rest])).Code, Is.EqualTo(ExitCode.Usage), "there is no journal yet");

        var first = await bench.OnServiceAsync(["batch", .. rest]);
        var sent = bench.Cancels.Count();
        var again = await bench.OnServiceAsync(["batch", .. rest]);
        var resumed = await bench.OnServiceAsync(["resume", .. rest]);
        using var all = Assert.EnterMultipleScope();
        Assert.That(first.Values("id"), Is.EqualTo(ids));
        Assert.That(first.Values("verdict")[^1], Is.EqualTo("NotFound"));
        Assert.That(first.Code, Is.EqualTo(ExitCode.Partial));
        Assert.That(again, Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("taskcancel resume"));
        Assert.That(resumed.Values("verdict"), Is.EqualTo(first.Values("verdict")));
        Assert.That(bench.Cancels.Count(), Is.EqualTo(sent), "nothing is sent again");
    }

    [Test]
    public async Task A_batch_reads_its_ids_from_a_pipe()
    {
        var id = (await bench.UnfinishedAsync())[0];
        bench.Piped = $"# one\n{id}\n\n  {Unknown} \n";
        var asked = await bench.OnServiceAsync("batch", "-");
        var result = await bench.OnServiceAsync("batch", "-", "--yes");
        using var all = Assert.EnterMultipleScope();
        Assert.That(asked.Code, Is.EqualTo(ExitCode.Refused));
        Assert.That(result.Error, Is.EqualTo($"1 Canceled, 1 NotFound{Environment.NewLine}"));
        Assert.That(result.Out, Does.Contain(Unknown).And.Not.Contain($"{id} "), "only what is not done is shown");
    }

    [Test]
    public async Task Info_describes_the_service()
    {
        var shown = await bench.OnServiceAsync("info");
        var json = await bench.OnServiceAsync("info", "--json");
        using var all = Assert.EnterMultipleScope();
        Assert.That(shown.Code, Is.EqualTo(ExitCode.Done));
        Assert.That(shown.Out, Does.Contain("canCancel"));
        Assert.That(json.Json.Single().GetProperty("endpoint").GetString(), Is.EqualTo(bench.Emulator.BaseAddress.ToString()));
    }

    [Test]
    public async Task Nothing_is_canceled_without_a_yes()
    {
        var id = (await bench.UnfinishedAsync())[0];
        _ = await bench.OnServiceAsync("plan", "--id", id, "--out", bench.PathOf("plan.json"));
        await File.WriteAllTextAsync(bench.PathOf("ids.txt"), id);
        string[][] commands = [["cancel", id], ["cancel", "--id", id], ["cancel", "--all"], ["apply", bench.PathOf("plan.json")], ["batch", bench.PathOf("ids.txt")]];
        foreach (var command in commands)
        {
            var silent = await bench.OnServiceAsync(command);
            bench.Typed = "n\n";
            var refused = await bench.OnServiceAsync(command);
            bench.Typed = null;
            using var all = Assert.EnterMultipleScope();
            Assert.That(silent, Has.Property("Code").EqualTo(ExitCode.Refused).And.Property("Error").Contains("Pass --yes"), string.Join(' ', command));
            Assert.That(refused, Has.Property("Code").EqualTo(ExitCode.Refused).And.Property("Error").Contains("[y/N]").And.Property("Error").Contains("Not confirmed"));
            Assert.That(silent.Out + refused.Out, Is.Empty);
        }

        Assert.That(bench.Cancels, Is.Empty);
        bench.Typed = "y\n";
        Assert.That((await bench.OnServiceAsync("cancel", id)).Code, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task A_malformed_id_ends_the_command_before_anything_is_sent()
    {
        foreach (var command in new[] { "show", "wait", "cancel" })
        {
            var result = await bench.OnServiceAsync([command, "not an id/..", .. command == "cancel" ? ["--yes"] : Array.Empty<string>()]);
            using var all = Assert.EnterMultipleScope();
            Assert.That(result.Code, Is.EqualTo(ExitCode.Usage), command);
            Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1), result.Error);
        }

        Assert.That(bench.Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task What_is_asked_of_a_credential_is_never_shown()
    {
        bench.Variables["SECRET"] = ToolBench.Canary;
        string[] place = ["--service", bench.Service.Name, "--endpoint", bench.Emulator.BaseAddress.ToString(), "--credential-env", "SECRET"];
        string[] ways = [.. ServiceKind.Find(service).Authentications.Where(way => way.SecretName is not null).Select(way => way.Name)];
        await File.WriteAllTextAsync(bench.PathOf("ids.txt"), Unknown);
        foreach (var way in ways)
        {
            string[] connection = [.. place, "--auth", way, .. ServiceKind.Find(service).Authentications.Single(one => one.Name == way).NeedsUser ? ["--user", "me"] : Array.Empty<string>()];
            string[][] commands =
            [
                ["list"], ["info"], ["show", Unknown], ["plan", "--all", "--out", bench.PathOf("plan.json")], ["cancel", Unknown, "--yes"], ["cancel", "--all", "--yes", "--json"],
                ["batch", bench.PathOf("ids.txt"), "--journal", bench.PathOf("run.db"), "--run", way, "--yes", "--csv"], ["wait", Unknown, "--timeout", "1s"], ["watch", "--timeout", "1s"], ["context", "add", way],
            ];
            foreach (var command in commands)
            {
                var result = await bench.RunAsync([.. command, .. connection]);
                Assert.That(result.Out + result.Error, Does.Not.Contain(ToolBench.Canary), string.Join(' ', command));
            }
        }

        foreach (var file in Directory.EnumerateFiles(bench.Folder))
        {
            Assert.That(await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1), Does.Not.Contain(ToolBench.Canary), file);
        }
    }

    private string Unknown => service switch
    {
        "elasticsearch" => "wVwCiewtCpFn7I5loY3rvg:987654",
        "cloudfoundry" or "topazimage" => "00000000-0000-4000-8000-000000000000",
        _ => "987654",
    };
}
