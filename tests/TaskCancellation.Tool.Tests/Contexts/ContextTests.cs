using System.Runtime.Versioning;
using TaskCancellation.Tool.Tests.Bench;

namespace TaskCancellation.Tool.Tests.Contexts;

/// <summary>The configuration file: what is in it, who may read it, and what is wrong with it.</summary>
internal sealed class ContextTests
{
    private static readonly string[] Add = ["context", "add", "prod", "--service", "meilisearch", "--endpoint", "http://127.0.0.1:1/"];
    private ToolBench bench = null!;

    [SetUp]
    public void SetUp() => bench = new ToolBench();

    [TearDown]
    public void TearDown() => bench.Dispose();

    [Test]
    public async Task A_context_is_added_used_and_removed()
    {
        using var all = Assert.EnterMultipleScope();
        Assert.That((await bench.RunAsync(Add)).Code, Is.EqualTo(ExitCode.Done));
        Assert.That((await bench.RunAsync(["context", "add", "other", .. Add[3..], "--credential-env", "KEY"])).Code, Is.EqualTo(ExitCode.Done));
        var listed = await bench.RunAsync("context", "list", "--json");
        Assert.That(listed.Values("name"), Is.EqualTo(new[] { "other", "prod" }));
        Assert.That(listed.Values("isCurrent"), Is.EqualTo(new[] { "False", "True" }), "the first is the current one");
        Assert.That(listed.Values("credential"), Is.EqualTo(new[] { "variable KEY", "" }));
        Assert.That((await bench.RunAsync("list")).Code, Is.EqualTo(ExitCode.Done), "the current context");

        Assert.That((await bench.RunAsync("context", "use", "other")).Code, Is.EqualTo(ExitCode.Done));
        Assert.That(await bench.RunAsync("list"), Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("KEY"), "its variable is not set");
        Assert.That((await bench.RunAsync("list", "-c", "prod")).Code, Is.EqualTo(ExitCode.Done));
        bench.Variables["TASKCANCEL_CONTEXT"] = "prod";
        Assert.That((await bench.RunAsync("list")).Code, Is.EqualTo(ExitCode.Done));
        bench.Variables["TASKCANCEL_CONTEXT"] = "";
        Assert.That((await bench.RunAsync("list")).Code, Is.EqualTo(ExitCode.Usage));
        bench.Variables.Remove("TASKCANCEL_CONTEXT");

        Assert.That((await bench.RunAsync("context", "remove", "other")).Code, Is.EqualTo(ExitCode.Done));
        Assert.That(await bench.RunAsync("list"), Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("Where to?"));
        Assert.That((await bench.RunAsync("context", "list", "--json")).Values("name"), Is.EqualTo(new[] { "prod" }));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public async Task The_file_is_its_owners_alone()
    {
        bench.Variables["TASKCANCEL_CONFIG"] = bench.PathOf("folder/config.json");
        _ = await bench.RunAsync(Add);
        var file = bench.PathOf("folder/config.json");
        using var all = Assert.EnterMultipleScope();
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(bench.PathOf("folder")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.That(await bench.RunAsync("list"), Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("chmod 600"));
    }

    [TestCase("XDG_CONFIG_HOME", "taskcancel/config.json")]
    [TestCase("HOME", ".config/taskcancel/config.json")]
    [Platform(Exclude = "Win")]
    public async Task The_file_is_where_the_environment_says(string variable, string path)
    {
        bench.Variables.Remove("TASKCANCEL_CONFIG");
        bench.Variables[variable] = bench.Folder;
        _ = await bench.RunAsync(Add);
        Assert.That(bench.PathOf(path), Does.Exist);
    }

    [TestCase("{")]
    [TestCase("{\"version\":2}")]
    [TestCase("{\"version\":1,\"contexts\":{\"prod\":{\"service\":\"meilisearch\",\"endpoint\":\"http://127.0.0.1:1/\",\"apiKey\":\"x\"}}}")]
    [TestCase("{\"version\":1,\"current\":\"prod\",\"contexts\":{\"prod\":{\"service\":\"meili\",\"endpoint\":\"http://127.0.0.1:1/\"}}}")]
    [TestCase("{\"version\":1,\"current\":\"prod\",\"contexts\":{\"prod\":{\"service\":\"meilisearch\",\"endpoint\":\"127.0.0.1\"}}}")]
    [TestCase("null")]
    public async Task A_file_that_is_wrong_is_told_by_a_sentence(string content)
    {
        await File.WriteAllTextAsync(bench.PathOf("config.json"), content);
        var result = await bench.RunAsync("list");
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(bench.Emulator.Requests, Is.Empty);
    }

    [TestCase("context", "use", "nope")]
    [TestCase("context", "remove", "nope")]
    [TestCase("list", "-c", "nope")]
    public async Task A_context_that_is_not_there_is_told_with_those_that_are(params string[] arguments)
    {
        _ = await bench.RunAsync(Add);
        Assert.That(await bench.RunAsync(arguments), Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("There are prod."));
    }

    [Test]
    public async Task A_context_is_replaced_only_when_asked()
    {
        _ = await bench.RunAsync(Add);
        Assert.That((await bench.RunAsync(Add)).Code, Is.EqualTo(ExitCode.Usage));
        Assert.That((await bench.RunAsync([.. Add, "--replace"])).Code, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task A_context_does_not_mix_with_another_endpoint()
    {
        _ = await bench.RunAsync(Add);
        var mixed = await bench.RunAsync("list", "-c", "prod", "--endpoint", "http://elsewhere.example");
        Assert.That(mixed, Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("do not go together"));
        Assert.That((await bench.RunAsync("list", "--endpoint", "http://127.0.0.1:1")).Code, Is.EqualTo(ExitCode.Usage), "nor does the current one lend its service");
    }
}
