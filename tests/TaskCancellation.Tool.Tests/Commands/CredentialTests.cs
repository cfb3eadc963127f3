using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Tool.Tests.Bench;

namespace TaskCancellation.Tool.Tests.Commands;

/// <summary>Where a credential may come from.</summary>
internal sealed class CredentialTests
{
    private ToolBench bench = null!;

    [SetUp]
    public void SetUp()
    {
        bench = new ToolBench(startsProcesses: true);
        ((MeilisearchEmulator)bench.Emulator).MasterKey = ToolBench.Canary;
    }

    [TearDown]
    public void TearDown() => bench.Dispose();

    [Test]
    public async Task From_a_variable()
    {
        bench.Variables["KEY"] = ToolBench.Canary + "\n";
        var stored = await bench.RunAsync(["context", "add", "c", .. bench.Connection, "--credential-env", "KEY"]);
        var listed = await bench.RunAsync("list");
        var contexts = await bench.RunAsync("context", "list");
        using var all = Assert.EnterMultipleScope();
        Assert.That(listed.Code, Is.EqualTo(ExitCode.Done), listed.Error);
        Assert.That(stored.Out + stored.Error + listed.Out + listed.Error + contexts.Out, Does.Not.Contain(ToolBench.Canary));
        Assert.That(await File.ReadAllTextAsync(bench.PathOf("config.json")), Does.Not.Contain(ToolBench.Canary).And.Contain("KEY"));
    }

    [Test]
    public async Task From_the_usual_variable_and_not_from_an_empty_one()
    {
        bench.Variables["TASKCANCEL_CREDENTIAL"] = ToolBench.Canary;
        Assert.That((await bench.OnServiceAsync("list")).Code, Is.EqualTo(ExitCode.Done));
        bench.Variables["TASKCANCEL_CREDENTIAL"] = "";
        Assert.That(await bench.OnServiceAsync("list"), Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("is empty"));
    }

    [Test]
    public async Task From_a_question()
    {
        bench.Typed = ToolBench.Canary;
        var result = await bench.OnServiceAsync("list", "--credential-prompt");
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Code, Is.EqualTo(ExitCode.Done));
        Assert.That(result.Error, Does.Contain("API key for meilisearch at 127.0.0.1:1: "));
        Assert.That(result.Out + result.Error, Does.Not.Contain(ToolBench.Canary));
        bench.Typed = null;
        Assert.That(await bench.OnServiceAsync("list", "--credential-prompt"), Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("nobody is there to be asked"));
    }

    [Test]
    public async Task A_wrong_one_is_refused_by_the_service()
    {
        bench.Variables["TASKCANCEL_CREDENTIAL"] = "wrong-key";
        var list = await bench.OnServiceAsync("list");
        var cancel = await bench.OnServiceAsync("cancel", "--all", "--yes");
        using var all = Assert.EnterMultipleScope();
        Assert.That(new[] { list.Code, cancel.Code }, Is.All.EqualTo(ExitCode.Refused));
        Assert.That(list.Error + cancel.Error, Does.Not.Contain("wrong-key"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task From_a_command_that_is_run_again_when_its_token_is_refused()
    {
        using var cloud = new ToolBench("cloudfoundry", startsProcesses: true);
        cloud.Variables.Remove("TASKCANCEL_CREDENTIAL");

        // The first run leaves a note, so that the second one prints another token.
        var note = cloud.PathOf("note");
        var command = $"if [ -e '{note}' ]; then echo {CloudFoundryEmulator.AdminToken}; else touch '{note}'; echo {ToolBench.Canary}; fi";
        var result = await cloud.OnServiceAsync("list", "--credential-command", command);
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Code, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Out + result.Error, Does.Not.Contain(ToolBench.Canary));
    }

    [TestCase("exit 3", "failed with exit code 3")]
    [TestCase("true", "printed nothing")]
    [Platform(Exclude = "Win")]
    public async Task A_command_that_fails_sends_nothing(string command, string told)
    {
        Assert.That(await bench.OnServiceAsync("list", "--credential-command", command), Has.Property("Code").EqualTo(ExitCode.Refused).And.Property("Error").Contains(told));
        Assert.That(bench.Emulator.Requests, Is.Empty);
    }
}
