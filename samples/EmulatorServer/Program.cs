// Serves the emulators on loopback ports, so that curl and clients in any language can use them like the real services,
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
        await TellAsync(server, parsed.GetValue(options.AuthorityFile), cancellationToken);
        await RunAsync(cancellationToken);
        return 0;
    }
    catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException)
    {
        await Console.Error.WriteLineAsync(wrong.Message);
        return 2;
    }
});
return await command.Parse(args).InvokeAsync();

static async Task TellAsync(Server server, FileInfo? authorityFile, CancellationToken cancellationToken)
{
    if (server.AuthorityPem is { } authority)
    {
        await (authorityFile is null ? Console.Out.WriteLineAsync(authority) : File.WriteAllTextAsync(authorityFile.FullName, authority, cancellationToken));
    }

    foreach (var service in server.Services)
    {
        var listening = service.Address.Authority == service.Listening.Authority ? "" : $" (listens at {service.Listening})";
        Console.WriteLine($"{service.Name,-14} {service.Address}{listening}");
    }

    Console.WriteLine($"{"control",-14} {server.ControlAddress}");
}

static async Task RunAsync(CancellationToken cancellationToken)
{
    var stopped = new TaskCompletionSource();
    await using (cancellationToken.Register(stopped.SetResult))
    {
        await stopped.Task;
    }
}
