using System.CommandLine;
using System.Net;
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
            Array.ConvertAll(Shortcuts, name => new Option<string?>($"--{service.Name}-{name}") { Description = HelpOf(service, name) })));

    private readonly Option<int> control = Port("control");

    private readonly Option<double> speed = new("--speed") { Description = "How many seconds pass on the emulators' clock per real second.", DefaultValueFactory = _ => 1 };

    private readonly Option<bool> manual = new("--manual") { Description = "The clock stands still until POST /clock/advance advances it." };

    private readonly Option<int> seed = new("--seed") { Description = "Where generated ids start.", DefaultValueFactory = _ => 1 };

    private readonly Option<FileInfo> tasks = new Option<FileInfo>("--tasks") { Description = "A JSON file of initial tasks: {\"meilisearch\":[{\"indexUid\":\"movies\"}]}." }.AcceptExistingOnly();

    private readonly Option<string[]> set = new("--set") { Description = "A setting, such as meilisearch.version=1.50; can be repeated. GET /meilisearch on the control port lists the settings of a service.", DefaultValueFactory = _ => [] };

    private readonly Option<double?> newTasksRunFor = new("--new-tasks-run-for") { Description = "How many seconds tasks created over HTTP run, on the emulators' clock; below 0 to run until they are finished through the control port. The default is the setting newTasks.runDuration of the service, or 5 where it has no value." };

    private readonly Option<bool> https = new("--https") { Description = "The services use https, with a certificate for localhost and an authority that are created at the start. The control port still uses http." };

    private readonly Option<string[]> externalAddresses = new("--external-address") { Description = "The address that clients use, if it is not the port: https://host for all services, or veevavault=https://host:port; can be repeated.", DefaultValueFactory = _ => [] };

    private readonly Option<string?> listen = new("--listen") { Description = "The IP address that the services and the control port listen on: 0.0.0.0 for every one, in a container. By default 127.0.0.1, which other machines do not reach. The control port asks for no password." };

    /// <summary>Where the certificate of the authority goes.</summary>
    internal Option<FileInfo?> AuthorityFile { get; } = new("--ca-file") { Description = "The file for the certificate of that authority, as PEM; without it the certificate is printed." };

    /// <summary>Where the addresses go.</summary>
    internal Option<FileInfo?> AddressesFile { get; } = new("--addresses-file") { Description = "A file to write the addresses to, as JSON, once all ports are open: {\"meilisearch\":\"http://127.0.0.1:7700/\",…,\"control\":\"http://127.0.0.1:7799/\"}." };

    /// <summary>Whether the addresses are printed as JSON.</summary>
    internal Option<bool> Json { get; } = new("--json") { Description = "Prints the addresses as that JSON, in one line, which is the first of the output." };

    /// <summary>Whether the end of the input ends the program.</summary>
    internal Option<bool> ExitWithStdin { get; } = new("--exit-with-stdin") { Description = "Ends when the standard input is closed, so that the server does not outlive the test that started it." };

    private IEnumerable<Option> All =>
    [
        .. services.Values.SelectMany(service => new Option[] { service.Port, service.Key }.Concat(service.Settings)),
        control, speed, manual, seed, tasks, set, newTasksRunFor, https, AuthorityFile, externalAddresses, listen, AddressesFile, Json, ExitWithStdin,
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
        Listen = ReadListen(parsed.GetValue(listen)),
        ExternalAddresses = [.. parsed.GetValue(externalAddresses)!.Select(ExternalAddress.Parse)],
    };

    private IEnumerable<string> Set(ParseResult parsed) =>
    [
        .. services.SelectMany(service => Shortcuts.Zip(service.Value.Settings, (name, option) => (name, value: parsed.GetValue(option)))
            .Where(given => given.value is not null)
            .Select(given => $"{service.Key.Name}.{given.name}={given.value}")),
        .. parsed.GetValue(set)!,
    ];

    private static IPAddress ReadListen(string? text) => text is null ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address
        : throw new ArgumentException($"--listen: '{text}' is no IP address such as 0.0.0.0.");

    private static string HelpOf(EmulatedService service, string setting) => setting == "flavor" && !service.HasFlavors
        ? $"{service.Name} has no flavors: any value is refused."
        : $"Short for --set {service.Name}.{setting}=…";

    private static Option<int> Port(string name) => new($"--{name}-port") { Description = $"The port of {name}; 0 for a free one." };
}
