using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;
using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>How long a process takes that is started, cancels one task, and ends: compiled as it runs, ready to run, and ahead of time.</summary>
internal static class StartUpRatios
{
    private const string Project = "tests/TaskCancellation.Startup";
    private const string Solution = "TaskCancellation.sln";
    private const int Rounds = 15;
    private static readonly TimeProvider Clock = TimeProvider.System;

    private static readonly (string Name, string[] Properties, Limit? Must)[] Builds =
    [
        ("JIT", [], Budgets.StartUp.Jit),
        ("ReadyToRun", ["-r", "linux-x64", "--self-contained", "false", "-p:PublishReadyToRun=true"], null),
        ("Native AOT", ["-r", "linux-x64", "-p:PublishAot=true"], Budgets.StartUp.NativeAot),
    ];

    internal static async Task RunAsync(IReadOnlyList<Scenario> scenarios, Verdicts verdicts)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            ## Start-up to the first answer

            Wall time of a whole process, which cancels one Cloud Foundry task over loopback; floor and library take turns, {Rounds} of each. Methods are those compiled as it runs.

            """));
        var table = new Table("build", "floor: ms, methods", "library: ms, methods", "time ratio", "must", "ok?");
        using var server = await ServerProcess.StartAsync(Services.CloudFoundry).ConfigureAwait(false);
        foreach (var (name, properties, must) in Builds)
        {
            var program = await PublishAsync(name, properties).ConfigureAwait(false);
            var (floor, library) = (new List<Start>(), new List<Start>());
            for (var round = -1; round < Rounds; round++)
            {
                var (one, other) = (await StartAsync(program, "floor", server.Root).ConfigureAwait(false), await StartAsync(program, "library", server.Root).ConfigureAwait(false));
                if (round >= 0) // Before that, the files are read for the first time.
                {
                    floor.Add(one);
                    library.Add(other);
                }
            }

            var ratio = Measuring.Rounds.Median(library.Zip(floor, (own, bare) => own.Milliseconds / bare.Milliseconds));
            var ok = must is not { } limit || verdicts.AtMost($"start-up, {name}, time ratio", ratio, limit.Must);
            table.Row(name, Describe(floor), Describe(library), Table.Number(ratio), must is { Must: var most } ? Table.Number(most) : "none", ok ? "yes" : "no");
        }
    }

    private static async Task<string> PublishAsync(string name, string[] properties)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, Solution)))
        {
            root = root.Parent ?? throw new InvalidOperationException($"There is no {Solution} above the program: it is to be run from the repository.");
        }

        // Apart from what everything else builds, so that neither disturbs the other.
        var artifacts = Path.Combine(root.FullName, "artifacts", "startup");
        var output = Path.Combine(artifacts, name.Replace(' ', '-'));
        await ChildProcess.RunAsync("dotnet", ["publish", Path.Combine(root.FullName, Project), "-c", "Release", "--artifacts-path", artifacts, "-o", output, "-p:RunAnalyzers=false", .. properties]).ConfigureAwait(false);
        return Path.Combine(output, "TaskCancellation.Startup");
    }

    private static async Task<Start> StartAsync(string program, string side, Uri root)
    {
        var started = Clock.GetTimestamp();
        var words = (await ChildProcess.RunAsync(program, [side, root.AbsoluteUri]).ConfigureAwait(false)).Split(' ');
        return new Start(Clock.GetElapsedTime(started).TotalMilliseconds, int.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static string Describe(List<Start> starts) => string.Create(CultureInfo.InvariantCulture, $"{Table.Number(Measuring.Rounds.Median(starts.Select(start => start.Milliseconds)))}, {starts[0].Methods}");

    private readonly record struct Start(double Milliseconds, int Methods);
}
