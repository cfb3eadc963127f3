using System.Text;
using System.Text.Json;
using TaskCancellation.Tool.Tests.Bench;

namespace TaskCancellation.Tool.Tests.Commands;

/// <summary>The emulators on loopback, used through real sockets.</summary>
internal sealed class EmulatorsTests
{
    [Test]
    public async Task Each_service_is_served_and_answers_the_tool()
    {
        using var bench = new ToolBench();
        using var stop = new CancellationTokenSource();
        using var output = new LineWriter(5);
        var serving = ToolRun.InvokeAsync(Host(output, TextWriter.Null, stop.Token), "emulators", "--json");
        await output.Complete;
        foreach (var line in output.Lines)
        {
            var service = JsonDocument.Parse(line).RootElement;
            var credential = service.GetProperty("credential").GetString();
            using var printed = new StringWriter();
            using var errors = new StringWriter();
            string[] connection = ["--service", service.GetProperty("service").GetString()!, "--endpoint", service.GetProperty("endpoint").GetString()!];
            var code = await ToolRun.InvokeAsync(Host(printed, errors, CancellationToken.None, credential), ["list", "--json", .. connection]);
            using var all = Assert.EnterMultipleScope();
            Assert.That(code, Is.EqualTo((int)ExitCode.Done), errors.ToString());
            Assert.That(printed.ToString().Split('\n'), Has.Length.GreaterThan(3));
        }

        await stop.CancelAsync();
        Assert.That(await serving, Is.EqualTo((int)ExitCode.Done));
    }

    [Test]
    public async Task A_port_that_is_taken_is_a_sentence()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        using var errors = new StringWriter();
        var code = await ToolRun.InvokeAsync(Host(TextWriter.Null, errors, CancellationToken.None), "emulators", "--meilisearch-port", $"{port}");
        Assert.That(code, Is.EqualTo((int)ExitCode.Usage));
        Assert.That(errors.ToString(), Does.StartWith($"Port {port} cannot be opened"));
    }

    private static ToolHost Host(TextWriter output, TextWriter error, CancellationToken stop, string? credential = null) => new()
    {
        Out = output,
        Error = error,
        In = TextReader.Null,
        GetVariable = name => name == "TASKCANCEL_CREDENTIAL" ? credential : null,
        ReadHidden = () => "",
        Stop = stop,
    };

    /// <summary>Completes when so many lines were written.</summary>
    private sealed class LineWriter(int expected) : TextWriter
    {
        private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal List<string> Lines { get; } = [];

        internal Task Complete => complete.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            Lines.Add(value!);
            if (Lines.Count == expected)
            {
                complete.SetResult();
            }
        }
    }
}
