using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;
using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>What a process needs for very many tasks: as much for a million as for a tenth of them.</summary>
internal static class MemoryLimits
{
    private const int Many = 100_000;
    private const int VeryMany = 1_000_000;
    private const double Megabyte = 1024 * 1024;
    private static readonly Dictionary<string, string> SmallHeap = new(StringComparer.Ordinal) { ["DOTNET_GCHeapHardLimit"] = "0x2000000" };

    // All compiled at first use, so that a longer run compiles no more than a short one, and what grows is data.
    private static readonly Dictionary<string, string> SmallHeapCompiledAtOnce = new(SmallHeap, StringComparer.Ordinal) { ["DOTNET_TieredCompilation"] = "0" };

    private static readonly (string Command, string Service)[] Runs =
    [
        (Probe.ByHand, Services.CloudFoundry),
        (Probe.Batch, Services.CloudFoundry),
        (Probe.ByHand, Services.Vault),
        (Probe.Batch, Services.Vault),
        (Probe.List, Services.Meilisearch),
        (Probe.List, Services.CloudFoundry),
        (Probe.List, Services.Topaz),
        (Probe.List, Services.Vault),
    ];

    internal static async Task RunAsync(IReadOnlyList<Scenario> scenarios, Verdicts verdicts)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            ## Peak memory under a heap limit of 32 MB

            The most that was resident of a process that only cancels a batch, or lists everything (VmHWM), the runtime included. Lists are of every service that pages. More: without tiered compilation, because a longer run otherwise compiles more code, by hand as well.

            """));
        var table = new Table("run", $"{Many:N0}, MB", $"{VeryMany:N0}, MB", "more than for a tenth, MB", "must: MB, more", "ok?");
        foreach (var (command, service) in Runs)
        {
            var name = $"{service} {command}";
            var many = await MeasureAsync(command, service, Many, SmallHeap).ConfigureAwait(false);
            var veryMany = await MeasureAsync(command, service, VeryMany, SmallHeap).ConfigureAwait(false);
            var more = await MeasureAsync(command, service, VeryMany, SmallHeapCompiledAtOnce).ConfigureAwait(false) - await MeasureAsync(command, service, Many, SmallHeapCompiledAtOnce).ConfigureAwait(false);
            if (command == Probe.ByHand)
            {
                table.Row($"{service} batch by hand", Describe(many), Describe(veryMany), Describe(more), "none", "");
                continue;
            }

            if (many is not { } peak || veryMany is null || more is not { } growth)
            {
                verdicts.Failed($"{name}, peak memory");
                table.Row(name, Describe(many), Describe(veryMany), Describe(more), "", "no");
                continue;
            }

            var ok = verdicts.AtMost($"{name}, MB at {Many:N0}", peak, Budgets.Memory.Peak.Must);
            ok &= verdicts.AtMost($"{name}, MB more at {VeryMany:N0}", growth, Budgets.Memory.Growth.Must);
            table.Row(name, Describe(many), Describe(veryMany), Describe(more), $"{Table.Number(Budgets.Memory.Peak.Must)}, {Table.Number(Budgets.Memory.Growth.Must)}", ok ? "yes" : "no");
        }
    }

    // Null: the process has run out of memory, or of tasks.
    private static async Task<double?> MeasureAsync(string command, string service, int count, IReadOnlyDictionary<string, string> environment)
    {
        string[] tasks = [count.ToString(CultureInfo.InvariantCulture)];
        using var server = await ServerProcess.StartAsync([service, .. tasks]).ConfigureAwait(false);
        try
        {
            var words = (await ChildProcess.RunAsync(Environment.ProcessPath!, ["probe", command, service, server.Root.AbsoluteUri, .. tasks], environment).ConfigureAwait(false)).Split(' ');
            return words[0] == tasks[0] ? long.Parse(words[1], CultureInfo.InvariantCulture) / Megabyte : throw new InvalidOperationException($"Of {count} tasks there were {words[0]}.");
        }
        catch (InvalidOperationException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message.Split('\n')[0]).ConfigureAwait(false);
            return null;
        }
    }

    private static string Describe(double? megabytes) => megabytes is { } value ? Table.Number(value) : "failed";
}
