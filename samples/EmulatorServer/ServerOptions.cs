using System.CommandLine;
using EmulatorServer.Services;

namespace EmulatorServer;

/// <summary>The options of the command line.</summary>
internal sealed class ServerOptions
{
    /// <summary>Settings with an option of their own for every service. The flavor is set before the version, which can depend on it.</summary>
    private static readonly string[] Shortcuts = ["flavor", "version"];

    private readonly Dictionary<EmulatedService, (Option<int> Port, Option<string?> Key, Option<string?>[] Settings)> services = EmulatedService.All.ToDictionary(
        service => service,
        service => (
            Port(service.Name),
            new Option<string?>($"--{service.Name}-key") { Description = $"{service.Name}: {service.KeyHelp}." },
            Array.ConvertAll(Shortcuts, name => new Option<string?>($"--{service.Name}-{name}") { Description = $"Short for --set {service.Name}.{name}=…" })));

    private readonly Option<int> control = Port("control");

    private readonly Option<double> speed = new("--speed") { Description = "How many seconds pass on the emulators' clock per real second.", DefaultValueFactory = _ => 1 };

    private readonly Option<bool> manual = new("--manual") { Description = "The clock stands still until POST /clock/advance advances it." };

    private readonly Option<int> seed = new("--seed") { Description = "Where generated ids start.", DefaultValueFactory = _ => 1 };

    private readonly Option<FileInfo> tasks = new Option<FileInfo>("--tasks") { Description = "A JSON file of initial tasks: {\"meilisearch\":[{\"indexUid\":\"movies\"}]}." }.AcceptExistingOnly();

    private readonly Option<string[]> set = new("--set") { Description = "A setting, such as meilisearch.version=1.50; can be repeated. GET /meilisearch on the control port lists the settings of a service.", DefaultValueFactory = _ => [] };

    private readonly Option<double?> newTasksRunFor = new("--new-tasks-run-for") { Description = "How many seconds tasks created over HTTP run, on the emulators' clock; below 0 to run until they are finished through the control port. The default is the setting newTasks.runDuration of the service, or 5 where it has no value." };

    private readonly Option<bool> https = new("--https") { Description = "The services use https, with a certificate for localhost and an authority that are created at the start. The control port still uses http." };

    private readonly Option<string[]> externalAddresses = new("--external-address") { Description = "The address that clients use, if it is not the port: https://host for all services, or veevavault=https://host:port; can be repeated.", DefaultValueFactory = _ => [] };

    /// <summary>Where the certificate of the authority goes.</summary>
    internal Option<FileInfo?> AuthorityFile { get; } = new("--ca-file") { Description = "The file for the certificate of that authority, as PEM; without it the certificate is printed." };

    private IEnumerable<Option> All =>
    [
        .. services.Values.SelectMany(service => new Option[] { service.Port, service.Key }.Concat(service.Settings)),
        control, speed, manual, seed, tasks, set, newTasksRunFor, https, AuthorityFile, externalAddresses,
    ];

    internal void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    internal ServerSettings Read(ParseResult parsed) => new()
    {
        Services = [.. services.Select(one => (one.Key, parsed.GetValue(one.Value.Port), parsed.GetValue(one.Value.Key)))],
        ControlPort = parsed.GetValue(control),
        Speed = parsed.GetValue(speed),
        IsManual = parsed.GetValue(manual),
        Seed = parsed.GetValue(seed),
        Tasks = parsed.GetValue(tasks),
        Set = [.. Set(parsed)],
        NewTasksRunFor = parsed.GetValue(newTasksRunFor),
        IsHttps = parsed.GetValue(https),
        ExternalAddresses = [.. parsed.GetValue(externalAddresses)!.Select(ExternalAddress.Parse)],
    };

    private IEnumerable<string> Set(ParseResult parsed) =>
    [
        .. services.SelectMany(service => Shortcuts.Zip(service.Value.Settings, (name, option) => (name, value: parsed.GetValue(option)))
            .Where(given => given.value is not null)
            .Select(given => $"{service.Key.Name}.{given.name}={given.value}")),
        .. parsed.GetValue(set)!,
    ];

    private static Option<int> Port(string name) => new($"--{name}-port") { Description = $"The port of {name}; 0 for a free one." };
}
