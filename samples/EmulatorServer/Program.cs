// Serves the emulators on loopback ports, so that curl and clients in any language can speak to them as to the real services,
// and a control endpoint that adds, holds, finishes and fails their tasks and moves their clock.
using System.CommandLine;
using EmulatorServer;

var options = new ServerOptions();
var command = new RootCommand("Serves emulators of task services on loopback ports.");
options.AddTo(command);
command.SetAction(async (parsed, cancellationToken) =>
{
    await using var server = await Server.StartAsync(options.Read(parsed));
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

    return 0;
});
return await command.Parse(args).InvokeAsync();
