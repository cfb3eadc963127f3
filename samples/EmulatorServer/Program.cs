// Serves the emulators on loopback ports, so that curl and clients in any language can speak to them as to the real services,
// and a control endpoint that adds, holds, finishes and fails their tasks and moves their clock.
using System.CommandLine;
using System.Text.Json;
using EmulatorServer;

var options = new ServerOptions();
var command = new RootCommand("Serves emulators of task services on loopback ports.");
options.AddTo(command);
command.SetAction(async (parsed, cancellationToken) =>
{
    try
    {
        await using var server = await Server.StartAsync(options.Read(parsed));
        await RunAsync(server, cancellationToken);
        return 0;
    }
    catch (Exception wrong) when (wrong is IOException or JsonException or ArgumentException)
    {
        await Console.Error.WriteLineAsync(wrong.Message);
        return 2;
    }
});
return await command.Parse(args).InvokeAsync();

static async Task RunAsync(Server server, CancellationToken cancellationToken)
{
    foreach (var service in server.Services)
    {
        Console.WriteLine($"{service.Name,-14} {service.Address}");
    }

    Console.WriteLine($"{"control",-14} {server.ControlAddress}");
    var stopped = new TaskCompletionSource();
    await using (cancellationToken.Register(stopped.SetResult))
    {
        await stopped.Task;
    }
}
