using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Tests.Crashes;

/// <summary>What a batch in a process of its own has printed, and how it ended.</summary>
internal sealed record ProbeRun(int ExitCode, IReadOnlyList<JsonElement> Lines, string Complaint)
{
    /// <summary>128 and SIGKILL, as a shell would put it.</summary>
    internal const int Killed = 137;

    /// <summary>Position and id of each outcome, in the order they came.</summary>
    internal IEnumerable<(int Position, string Id)> Positions => Outcomes.Select(line => (line.GetProperty("position").GetInt32(), line.GetProperty("id").GetString()!));

    internal IEnumerable<string> Verdicts => Outcomes.Select(line => line.GetProperty("verdict").GetString()!);

    /// <summary>Whether an outcome is in doubt because a try broke on its way: a busy machine's doing, of which the outcome tells honestly.</summary>
    internal bool HasBrokenTry => Outcomes.Any(line => line.GetProperty("verdict").GetString() == "Indeterminate" && line.GetProperty("followsDoubtfulTry").ValueKind == JsonValueKind.True);

    /// <summary>How often there was each verdict.</summary>
    internal string Tallies => string.Join(", ", Last("tallies").EnumerateObject().OrderBy(verdict => verdict.Name, StringComparer.Ordinal).Select(verdict => $"{verdict.Name} {verdict.Value}"));

    /// <summary>How often the batch wrote to its journal.</summary>
    internal int Writes => Last("writes").GetInt32();

    private IEnumerable<JsonElement> Outcomes => Lines.Where(line => line.TryGetProperty("position", out _));

    /// <param name="started">Told the process once it has been started.</param>
    /// <param name="blocks">How large a file it may write, in blocks of 512 bytes; null for any.</param>
    /// <param name="args">The probe, and what is its own.</param>
    internal static async Task<ProbeRun> RunAsync(Action<Process> started, int? blocks, params string[] args)
    {
        string[] line = ["dotnet", Repository.Program("tests/TaskCancellation.Probes"), .. args];
        if (blocks is not null)
        {
            // With the signal ignored, a write past the limit fails.
            line = ["sh", "-c", string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), "sh", .. line];
        }

        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // The runtime's own code would be written to a file that counts too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = blocks is null ? null : "0";
        using var process = Process.Start(start)!;
        started(process);
        var complaint = process.StandardError.ReadToEndAsync();
        var lines = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProbeRun(process.ExitCode, [.. lines.Split('\n')[..^1].Select(line => JsonElement.Parse(line))], await complaint);
    }

    public override string ToString() => $"exit code {ExitCode}\n{string.Join('\n', Lines)}\n{Complaint}";

    private JsonElement Last(string name) => Lines[^1].GetProperty(name);
}
