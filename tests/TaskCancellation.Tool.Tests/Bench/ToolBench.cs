using TaskCancellation.Testing;
using TaskCancellation.Tool.Emulators;

namespace TaskCancellation.Tool.Tests.Bench;

/// <summary>The tool with everything around it replaced: emulators in memory, a virtual clock, an environment, a terminal if asked, and a folder of its own.</summary>
internal sealed class ToolBench : IDisposable
{
    /// <summary>A credential that must show up nowhere.</summary>
    internal const string Canary = "CANARY-credential-7f3a";

    private static readonly Uri Address = new("http://127.0.0.1:1/");
    private CancellationTokenSource stop = new();

    /// <summary>Prepares a run.</summary>
    /// <param name="service">The service that is emulated.</param>
    /// <param name="hasTasks">Whether it has the tasks of 'taskcancel emulators'.</param>
    /// <param name="startsProcesses">Whether the clock waits for processes, which it cannot see.</param>
    internal ToolBench(string service = "meilisearch", bool hasTasks = true, bool startsProcesses = false)
    {
        Clock = new VirtualClock { Patience = TimeSpan.FromSeconds(startsProcesses ? 2 : 1) };
        Service = EmulatedService.All.Single(one => one.Name == service);
        Emulator = Service.Create(Clock, Address, hasTasks);
        Variables["TASKCANCEL_CONFIG"] = PathOf("config.json");
        if (Service.Credential is { } credential)
        {
            Variables["TASKCANCEL_CREDENTIAL"] = credential;
        }
    }

    internal VirtualClock Clock { get; }

    internal EmulatedService Service { get; }

    internal ServiceEmulator Emulator { get; }

    internal Dictionary<string, string> Variables { get; } = [];

    internal string Folder { get; } = Directory.CreateTempSubdirectory("taskcancel-test-").FullName;

    /// <summary>What somebody at a terminal types; null where there is no terminal.</summary>
    internal string? Typed { get; set; }

    /// <summary>What comes in by a pipe.</summary>
    internal string Piped { get; set; } = "";

    internal string[] Connection => ["--service", Service.Name, "--endpoint", Emulator.BaseAddress.ToString()];

    /// <summary>The paths of the requests that cancel something.</summary>
    internal IEnumerable<string> Cancels => Emulator.Requests.Where(logged => logged.Request.Method is "POST" or "DELETE" && logged.Request.Path.Contains("cancel", StringComparison.OrdinalIgnoreCase)).Select(logged => logged.Request.Path);

    internal string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Ctrl+C.</summary>
    internal void Stop() => stop.Cancel();

    /// <summary>Ctrl+C, after a while of virtual time; as a time limit, it does not come while a journal is written.</summary>
    internal void StopAfter(TimeSpan delay)
    {
        stop.Dispose();
        stop = new CancellationTokenSource(delay, Clock);
    }

    /// <summary>The next run is not stopped by what stopped the last one.</summary>
    internal void Restart()
    {
        stop.Dispose();
        stop = new CancellationTokenSource();
    }

    /// <summary>Runs a command on the emulator.</summary>
    internal Task<ToolResult> OnServiceAsync(params string[] arguments) => RunAsync([.. arguments, .. Connection]);

    /// <summary>Runs a command line.</summary>
    internal async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new ToolHost
        {
            Out = output,
            Error = error,
            In = new StringReader(Typed ?? Piped),
            IsInputTerminal = Typed is not null,
            IsErrorTerminal = Typed is not null,
            GetVariable = Variables.GetValueOrDefault,
            ReadHidden = () => Typed ?? "",
            Clock = Clock,
            Connect = _ => Emulator.CreateClient(),
            Stop = stop.Token,
        };
        var code = await Clock.RunAsync(() => ToolRun.InvokeAsync(host, arguments));
        return new ToolResult((ExitCode)code, output.ToString(), error.ToString());
    }

    /// <summary>The ids of the tasks that have not ended, as the tool lists them.</summary>
    internal async Task<string[]> UnfinishedAsync()
    {
        var listed = await OnServiceAsync("list", "--json");
        return [.. listed.Json.Where(task => !task.GetProperty("isTerminal").GetBoolean()).Select(task => task.GetProperty("id").GetString()!)];
    }

    public void Dispose()
    {
        Emulator.Dispose();
        stop.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
