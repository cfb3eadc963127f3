// Serves the emulators on loopback ports, so that curl and clients in any language can use them like the real services,
// with a control port that adds, holds, finishes, fails and cancels their tasks and moves their clock, and shows them on a page.
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
        var settings = options.Read(parsed);
        await using var server = await Server.StartAsync(settings);
        if (Announcement.Warning(settings.Listen) is { } warning)
        {
            await Console.Error.WriteLineAsync(warning);
        }

        await TellAsync(server, parsed, cancellationToken);
        await RunAsync(parsed.GetValue(options.ExitWithStdin), cancellationToken);
        return 0;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        // Stopped while it started.
        return 0;
    }
    catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException)
    {
        await Console.Error.WriteLineAsync(wrong.Message);
        return 2;
    }
});
return await command.Parse(args).InvokeAsync();

// Files first: whoever has read a line, or has found the file of addresses, finds everything else done.
async Task TellAsync(Server server, ParseResult parsed, CancellationToken cancellationToken)
{
    var authorityFile = parsed.GetValue(options.AuthorityFile);
    if (server.AuthorityPem is { } authority && authorityFile is not null)
    {
        await File.WriteAllTextAsync(authorityFile.FullName, authority, cancellationToken);
    }

    if (parsed.GetValue(options.AddressesFile) is { } addresses)
    {
        await Announcement.WriteAsync(server, addresses, cancellationToken);
    }

    foreach (var line in parsed.GetValue(options.Json) ? [Announcement.Json(server)] : Announcement.Lines(server))
    {
        Console.WriteLine(line);
    }

    if (authorityFile is null && server.AuthorityPem is { } printed)
    {
        Console.WriteLine(printed);
    }
}

static async Task RunAsync(bool endsWithInput, CancellationToken cancellationToken)
{
    var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    await using (cancellationToken.Register(() => stopped.TrySetResult()))
    {
        await Task.WhenAny(stopped.Task, endsWithInput ? EndOfInputAsync() : stopped.Task);
    }
}

// On a thread of its own: a read of the console cannot be stopped.
static Task EndOfInputAsync() => Task.Run(() =>
{
    while (Console.In.Read() >= 0)
    {
    }
});
