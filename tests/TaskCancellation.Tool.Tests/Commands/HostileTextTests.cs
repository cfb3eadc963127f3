using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Tool.Tests.Bench;

namespace TaskCancellation.Tool.Tests.Commands;

/// <summary>A server names a task so that a terminal, or markup, would obey it.</summary>
internal sealed class HostileTextTests
{
    private const string Name = "\u001b]0;owned\u0007\u009b2J[red]x[/] [[ \u202etxt\nsecond line";
    private ToolBench bench = null!;
    private string id = "";

    [SetUp]
    public void SetUp()
    {
        bench = new ToolBench("cloudfoundry", hasTasks: false);
        id = ((CloudFoundryEmulator)bench.Emulator).Add(new() { Name = Name });
    }

    [TearDown]
    public void TearDown() => bench.Dispose();

    [TestCase("list")]
    [TestCase("list", "--csv")]
    [TestCase("list", "--json")]
    [TestCase("plan", "--all")]
    [TestCase("plan", "--all", "--csv")]
    [TestCase("plan", "--all", "--json")]
    [TestCase("watch", "--timeout", "1m")]
    [TestCase("watch", "--timeout", "1m", "--json")]
    [TestCase("cancel", "--all", "--yes")]
    [TestCase("cancel", "--all", "--yes", "--csv")]
    [TestCase("cancel", "--all", "--yes", "--json")]
    [TestCase("show")]
    [TestCase("wait", "--timeout", "0s")]
    public async Task It_is_printed_and_not_obeyed(params string[] arguments)
    {
        var result = await bench.OnServiceAsync([arguments[0], .. arguments[0] is "show" or "wait" ? [id] : Array.Empty<string>(), .. arguments[1..]]);
        var printed = (result.Out + result.Error).ReplaceLineEndings("");
        using var all = Assert.EnterMultipleScope();
        Assert.That(printed.Where(character => char.IsControl(character) || character is '\u202e'), Is.Empty);
        Assert.That(result.Out, Does.Contain("[red]x[/] [["));
        Assert.That(result.Error, Does.Not.Contain("Unexpected"));
    }

    [Test]
    public async Task A_value_of_the_user_is_not_obeyed_either()
    {
        var result = await bench.OnServiceAsync("list", "--state", "\u001b[31m[red]");
        Assert.That(result, Has.Property("Code").EqualTo(ExitCode.Usage).And.Property("Error").Contains("\\u001b[31m[red]"));
    }
}
