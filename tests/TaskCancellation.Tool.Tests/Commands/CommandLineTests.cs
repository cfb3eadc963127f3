using System.CommandLine.Parsing;
using TaskCancellation.Tool.Commands;
using TaskCancellation.Tool.Tests.Bench;

namespace TaskCancellation.Tool.Tests.Commands;

/// <summary>What is wrong on a command line is told by a sentence, and nothing is sent.</summary>
internal sealed class CommandLineTests
{
    private ToolBench bench = null!;

    [SetUp]
    public void SetUp() => bench = new ToolBench();

    [TearDown]
    public void TearDown() => bench.Dispose();

    [TestCase("list", "--name", "")]
    [TestCase("list", "--name", " ")]
    [TestCase("list", "--name=")]
    [TestCase("cancel", "", "--yes")]
    [TestCase("cancel", "7", "--scope=", "--yes")]
    [TestCase("cancel", "--yes")]
    [TestCase("cancel", "--id", "--yes")]
    [TestCase("plan")]
    [TestCase("plan", "--older-than", "")]
    public async Task An_unset_variable_is_refused_and_not_ignored(params string[] arguments)
    {
        var result = await bench.OnServiceAsync(arguments);
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(result.Error, Is.Not.Empty);
        Assert.That(bench.Emulator.Requests, Is.Empty);
    }

    [TestCase("cancel", "7", "--scope", "movies", "--yes")]
    [TestCase("cancel", "--all", "--scope", "movies", "--yes")]
    [TestCase("cancel", "7", "--all", "--yes")]
    [TestCase("cancel", "7", "--no-wait", "--timeout", "1m", "--yes")]
    [TestCase("cancel", "7", "--timeout", "5", "--yes")]
    [TestCase("cancel", "7", "--concurrency", "0", "--yes")]
    [TestCase("cancel", "--scope", "movies", "--max-targets", "-1", "--yes")]
    [TestCase("cancel", "--scope", "movies", "--max-targets", "x", "--yes")]
    [TestCase("list", "--json", "--csv")]
    [TestCase("list", "--max", "0")]
    [TestCase("list", "--bogus")]
    [TestCase("list", "--state", "bogus")]
    [TestCase("plan", "--scope", "movies", "--valid-for", "0s")]
    [TestCase("apply", "no-such-plan.json", "--yes")]
    [TestCase("batch", "no-such-file.txt", "--yes")]
    [TestCase("batch", "-", "--journal", "run.db", "--yes")]
    [TestCase("batch", "-", "--run", "x", "--yes")]
    [TestCase("list", "--auth", "basic")]
    [TestCase("list", "--user", "me")]
    [TestCase("list", "--setting", "flavor=korifi")]
    [TestCase("list", "--credential-env", "NOT_SET")]
    [TestCase("list", "--auth", "api-key")]
    [TestCase("list", "--credential-env", "A", "--credential-prompt")]
    [TestCase("bogus")]
    public async Task What_is_wrong_is_a_sentence_and_64(params string[] arguments)
    {
        var result = await bench.OnServiceAsync(arguments);
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Code, Is.EqualTo(ExitCode.Usage), result.Error);
        Assert.That(result.Error.Trim().Split('\n'), Has.Length.InRange(1, 4));
        Assert.That(result.Error, Does.Not.Contain("   at ").And.Not.Contain("Exception").And.Not.Contain("Parameter"));
        Assert.That(bench.Emulator.Requests, Is.Empty);
    }

    [TestCase("127.0.0.1:1")]
    [TestCase("ftp://127.0.0.1/")]
    [TestCase("http://user:CANARY-credential-7f3a@127.0.0.1/")]
    [TestCase("http://127.0.0.1/?key=CANARY-credential-7f3a")]
    public async Task A_wrong_endpoint_is_a_sentence_that_does_not_repeat_it(string endpoint)
    {
        var result = await bench.RunAsync("list", "--service", "meilisearch", "--endpoint", endpoint);
        Assert.That(result, Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").StartsWith("--endpoint takes").And.Property("Error").Not.Contains(ToolBench.Canary));
    }

    [Test]
    public async Task A_credential_does_not_go_over_plain_http_to_another_machine()
    {
        bench.Variables["TASKCANCEL_CREDENTIAL"] = "key";
        var result = await bench.RunAsync("list", "--service", "meilisearch", "--endpoint", "http://search.example.com/");
        Assert.That(result, Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("--insecure-http"));
    }

    [Test]
    public async Task A_plan_that_is_none_is_told()
    {
        await File.WriteAllTextAsync(bench.PathOf("plan.json"), "{\"format\":\"x\"}");
        Assert.That(await bench.OnServiceAsync("apply", bench.PathOf("plan.json"), "--yes"), Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("cannot be read"));
    }

    [Test]
    public async Task A_filter_that_addresses_too_much_is_refused()
    {
        var result = await bench.OnServiceAsync("cancel", "--scope", "movies", "--max-targets", "1", "--yes");
        Assert.That(result, Has.Property("Code").EqualTo(ExitCode.Refused).And.Property("Error").Contains("--max-targets"));
        Assert.That(bench.Cancels, Is.Empty);
    }

    [Test]
    public async Task Nothing_visible_is_not_nothing_to_cancel()
    {
        var result = await bench.OnServiceAsync("cancel", "--scope", "nothing", "--yes");
        var allowed = await bench.OnServiceAsync("cancel", "--scope", "nothing", "--yes", "--allow-empty");
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
        Assert.That(result.Error, Does.Contain("No task that this credential can see matches.").And.Contain("without notice").And.Not.Contain("nothing to cancel"));
        Assert.That(allowed.Code, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task An_id_that_begins_with_an_at_sign_is_no_file()
    {
        await File.WriteAllTextAsync(bench.PathOf("args"), "0 --yes");
        var result = await bench.OnServiceAsync("show", "@" + bench.PathOf("args"));
        Assert.That(result, Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("is not a Meilisearch task uid"));
    }

    [Test]
    public async Task Every_command_has_help_with_examples_that_parse()
    {
        using var output = new StringWriter();
        var root = new TaskCancelCommand(new ToolHost { Out = output, Error = output, In = TextReader.Null, GetVariable = _ => null, ReadHidden = () => "" });
        var commands = root.Subcommands.Concat(root.Subcommands.SelectMany(one => one.Subcommands)).ToList();
        Assert.That(commands.OfType<ToolCommand>().Count(), Is.EqualTo(16));
        using var all = Assert.EnterMultipleScope();
        foreach (var command in commands.OfType<ToolCommand>())
        {
            Assert.That(command.Examples, Is.Not.Empty, command.Name);
            foreach (var example in command.Examples.SelectMany(line => line.Split(" | ")).Where(line => line.StartsWith("taskcancel ", StringComparison.Ordinal)))
            {
                var words = CommandLineParser.SplitCommandLine(example.Split(" && ")[0].Split(" > ")[0].Replace('\'', '"')).Skip(1).ToList();
                var parsed = root.Parse(words);
                Assert.That(parsed.Errors, Is.Empty, example);
                Assert.That(parsed.CommandResult.Command, Is.InstanceOf<ToolCommand>(), example);
            }
        }

        string[] path = ["context", "add", "--help"];
        var help = await bench.RunAsync(path);
        Assert.That(help.Code, Is.EqualTo(ExitCode.Done));
        Assert.That(help.Out, Does.Contain("Examples:").And.Contain("taskcancel context add prod").And.Contain("64  usage"));
        Assert.That((await bench.RunAsync("--help")).Out, Does.Contain("Exit codes:"));
    }

    [Test]
    public async Task Shells_are_completed_from_the_commands_and_contexts()
    {
        _ = await bench.RunAsync("context", "add", "production", "--service", "meilisearch", "--endpoint", "http://127.0.0.1:1/");
        const string Line = "taskcancel list -c prod";
        var suggested = await bench.RunAsync($"[suggest:{Line.Length}]", Line);
        var commands = await bench.RunAsync("[suggest:14]", "taskcancel can");
        using var all = Assert.EnterMultipleScope();
        Assert.That(suggested.Lines, Is.EqualTo(new[] { "production" }));
        Assert.That(commands.Lines, Does.Contain("cancel"));
        foreach (var shell in new[] { "bash", "zsh", "fish", "pwsh" })
        {
            Assert.That((await bench.RunAsync("completion", shell)).Out, Does.Contain("taskcancel").And.Contain("[suggest:"), shell);
        }
    }
}
