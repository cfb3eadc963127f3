using System.Net;
using EmulatorServer.Control;

namespace EmulatorServer;

/// <summary>Tells people and programs where the services are.</summary>
internal static class Announcement
{
    private const string Control = "control";

    /// <summary>The addresses for people, one in a line.</summary>
    internal static IEnumerable<string> Lines(Server server) =>
    [
        .. server.Services.Select(service => $"{service.Name,-14} {service.Address}{(service.Address.Authority == service.Listening.Authority ? "" : $" (listens at {service.Listening})")}"),
        $"{Control,-14} {server.ControlAddress} (in a browser: the page)",
    ];

    /// <summary>The addresses for programs, in one line.</summary>
    internal static string Json(Server server) => ControlJson.Text(
        server.Services.Select(service => (service.Name, service.Address)).Append((Name: Control, Address: server.ControlAddress)).ToDictionary(one => one.Name, one => one.Address.ToString()),
        typeof(Dictionary<string, string>));

    /// <summary>Writes the addresses to a file, which is there as a whole or not at all.</summary>
    internal static async Task WriteAsync(Server server, FileInfo file, CancellationToken cancellationToken)
    {
        var part = $"{file.FullName}.part";
        await File.WriteAllTextAsync(part, Json(server) + "\n", cancellationToken);
        File.Move(part, file.FullName, overwrite: true);
    }

    /// <summary>What to know about a server that other machines reach; null for one that they do not.</summary>
    internal static string? Warning(IPAddress listen) => IPAddress.IsLoopback(listen)
        ? null
        : $"warning: the control port listens on {listen} and asks for no password: whoever reaches it can do everything with the emulators.";
}
