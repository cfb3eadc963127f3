using System.CommandLine;
using System.CommandLine.Help;
using EmulatorServer;

namespace TaskCancellation.Tests.Control;

/// <summary>Holds the README of EmulatorServer equal to what it serves.</summary>
internal sealed class ReadmeTests : ControlTest
{
    private const string Path = "samples/EmulatorServer/README.md";
    private const string Begin = "<!-- printed from the emulators' own tables by ReadmeTests: what it must be is in the message of the test -->\n";
    private const string End = "<!-- end -->\n";

    /// <summary>The ports that the examples use, in the order of the services; the control port last.</summary>
    private static readonly int[] Ports = [7700, 9200, 8080, 8081, 8082, 7799];

    /// <summary>The examples, in the order of the services.</summary>
    private static IEnumerable<string> Sections => Repository.Read(Path).Split("```sh\n").Skip(1).Select(section => section.Split("```")[0].Trim());

    private static IEnumerable<TestCaseData> Examples => Sections.Zip(Names, (section, name) => new TestCaseData(section).SetArgDisplayNames(name));

    [Test]
    public async Task The_reference_is_what_the_control_port_tells()
    {
        await StartAsync();
        var command = new RootCommand();
        new ServerOptions().AddTo(command);
        var reference = ReadmeTables.Options(command.Options.Where(option => option is not (HelpOption or VersionOption))) + ReadmeTables.Requests(await GetAsync("/"));
        foreach (var name in Names)
        {
            reference += ReadmeTables.Service(await GetAsync(name));
        }

        var readme = Repository.Read(Path);
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, readme.IndexOf(End, StringComparison.Ordinal));
        var needed = readme[..begin] + reference + readme[end..];
        var file = System.IO.Path.Combine(TestContext.CurrentContext.WorkDirectory, "EmulatorServer.README.md");
        await File.WriteAllTextAsync(file, needed);
        Assert.That(readme, Is.EqualTo(needed), $"{Path} must be as {file} is.");
    }

    [TestCaseSource(nameof(Examples))]
    public async Task Every_example_works(string section)
    {
        await StartAsync();
        int[] served = [.. Server.Services.Select(service => service.Listening.Port), Server.ControlAddress.Port];
        foreach (var line in section.Split('\n'))
        {
            var example = CurlLine.Parse(line);
            using var request = example.ToRequest(served[Array.IndexOf(Ports, example.Address.Port)]);
            using var answer = await Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.That(answer.IsSuccessStatusCode && !text.Contains("FAILURE", StringComparison.Ordinal), Is.True, $"{line}: {(int)answer.StatusCode} {text}");
        }
    }

    [Test]
    public void Every_service_has_examples() => Assert.That(Sections.Count(), Is.EqualTo(Names.Count()));
}
