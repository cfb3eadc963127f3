using System.CommandLine;
using TaskCancellation.Tool.Connections;
using TaskCancellation.Tool.Emulators;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Serves emulators of the services on loopback ports, to try commands on.</summary>
internal sealed class EmulatorsCommand : ToolCommand
{
    private readonly (EmulatedService Service, Option<int> Port)[] services = [.. EmulatedService.All.Select(service => (service, new Option<int>($"--{service.Name}-port") { HelpName = "PORT", Description = $"The port of {service.Name}; a free one by default." }))];
    private readonly Option<bool> empty = new("--empty") { Description = "Begin without tasks." };
    private readonly FormatOptions format = new();

    internal EmulatorsCommand(ToolHost host)
        : base(host, "emulators", "Serves emulators of the services on loopback ports, with a few tasks in each, until it is stopped.")
    {
        foreach (var (_, port) in services)
        {
            Add(port);
        }

        Add(empty);
        format.AddTo(this);
    }

    internal override IReadOnlyList<string> Examples => ["taskcancel emulators --meilisearch-port 7700", "taskcancel emulators --json"];

    protected override async Task<ExitCode> RunAsync(ParseResult parsed)
    {
        var form = format.Read(parsed);
        var rows = RowWriter.Create(Host, form);
        var running = new List<LoopbackServer>();
        try
        {
            foreach (var (service, port) in services)
            {
                var server = LoopbackServer.Start(parsed.GetValue(port), address => service.Create(Host.Clock, address, !parsed.GetValue(empty)));
                running.Add(server);
                rows.Write([new("service", service.Name, "service"), new("endpoint", server.Address.ToString(), "endpoint"), new("credential", service.Credential, "credential")]);
            }

            rows.Complete();
            Host.Out.Flush();
            Host.Say($"Try: {SecretSource.DefaultVariable}=CREDENTIAL taskcancel list --service SERVICE --endpoint ENDPOINT");
            Host.Say("Ctrl+C stops the emulators.");
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (Host.Stop.Register(stopped.SetResult))
            {
                await stopped.Task;
            }

            return ExitCode.Done;
        }
        finally
        {
            foreach (var server in running)
            {
                await server.DisposeAsync();
            }
        }
    }
}
