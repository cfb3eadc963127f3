using System.CommandLine;
using EmulatorServer.Services;

namespace EmulatorServer;

/// <summary>The options of the command line.</summary>
internal sealed class ServerOptions
{
    private readonly Dictionary<EmulatedService, (Option<int> Port, Option<string?> Key)> services = EmulatedService.All.ToDictionary(
        service => service,
        service => (Port(service.Name), new Option<string?>($"--{service.Name}-key") { Description = $"{service.Name}: {service.KeyHelp}." }));

    private readonly Option<int> control = Port("control");

    private readonly Option<double> speed = new("--speed") { Description = "How many seconds pass on the emulators' clock in a real one.", DefaultValueFactory = _ => 1 };

    private readonly Option<bool> manual = new("--manual") { Description = "The clock stands until POST /clock/advance moves it." };

    private readonly Option<int> seed = new("--seed") { Description = "Where generated ids begin.", DefaultValueFactory = _ => 1 };

    private readonly Option<FileInfo> tasks = new Option<FileInfo>("--tasks") { Description = "A JSON file of tasks to begin with: {\"meilisearch\":[{\"indexUid\":\"movies\"}]}." }.AcceptExistingOnly();

    internal void AddTo(Command command)
    {
        foreach (var (port, key) in services.Values)
        {
            command.Add(port);
            command.Add(key);
        }

        command.Add(control);
        command.Add(speed);
        command.Add(manual);
        command.Add(seed);
        command.Add(tasks);
    }

    internal ServerSettings Read(ParseResult parsed) => new()
    {
        Services = [.. services.Select(one => (one.Key, parsed.GetValue(one.Value.Port), parsed.GetValue(one.Value.Key)))],
        ControlPort = parsed.GetValue(control),
        Speed = parsed.GetValue(speed),
        IsManual = parsed.GetValue(manual),
        Seed = parsed.GetValue(seed),
        Tasks = parsed.GetValue(tasks),
    };

    private static Option<int> Port(string name) => new($"--{name}-port") { Description = $"The port of {name}; 0 for a free one." };
}
