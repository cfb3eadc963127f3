using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TaskCancellation.Probes.Soak;

namespace TaskCancellation.Tests.Soak;

/// <summary>Many callers of all services at once, in a process of their own, over sockets that fail: no reply is lost or crossed, no verdict is denied by the record, and nothing grows.</summary>
/// <remarks>SOAK_CALLERS and SOAK_SECONDS say how many and how long: 100 for 3 seconds by default. What was played and measured is written to soak.md beside the tests.</remarks>
[Category("Soak")]
[NonParallelizable]
internal sealed class SoakTests
{
    private const int MostTold = 20;

    private static int Callers => int.TryParse(Environment.GetEnvironmentVariable("SOAK_CALLERS"), out var callers) ? callers : 100;

    private static int Seconds => int.TryParse(Environment.GetEnvironmentVariable("SOAK_SECONDS"), out var seconds) ? seconds : 3;

    [Test]
    public async Task Under_load_and_faults_every_call_ends_with_its_own_true_answer_and_nothing_grows()
    {
        var (report, violations) = await PlayAsync(Callers, Seconds, patience: 90);
        Summary.Write("soak", report);
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "soak.md"), $"{report}\n\n{string.Join("\n\n", violations)}");
        Assert.That(violations, Is.Empty, string.Join("\n\n", violations.Take(MostTold)));
    }

    [Test]
    public async Task What_is_wrong_on_purpose_is_seen()
    {
        var (report, violations) = await PlayAsync(60, 1.5, patience: 3, "lost crossed unobserved timers memory handles");
        var told = string.Join('\n', violations);
        Assert.Multiple(() =>
        {
            Assert.That(told, Does.Contain("lost:"), report);
            Assert.That(told, Does.Contain("crossed: was shown"), report);
            Assert.That(told, Does.Contain("unobserved:"), report);
            Assert.That(told, Does.Contain("grown: timers"), report);
            Assert.That(told, Does.Contain("grown: bytes of heap"), report);
            Assert.That(told, Does.Contain("grown: handles"), report);
        });
    }

    private static async Task<(string Report, IReadOnlyList<string> Violations)> PlayAsync(int callers, double seconds, double patience, string? planted = null)
    {
        await using var server = await SoakServer.StartAsync();
        var order = new SoakOrder(callers, seconds, patience, server.Stage, server.Services, planted);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Program("tests/TaskCancellation.Probes"), "soak", JsonSerializer.Serialize(order)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaint = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await complaint);
        var result = JsonSerializer.Deserialize<SoakResult>(output)!;
        List<string> violations =
        [
            .. server.Violations,
            .. result.Lost.Select(call => $"lost: {call}"),
            .. result.Unobserved.Select(error => $"unobserved: {error}"),
            .. Growth.Find(result.Samples, callers),
        ];
        if (server.Unheard > 0)
        {
            violations.Add($"lost: {server.Unheard} calls of which nothing was heard");
        }

        return (Print(result, server, callers, violations.Count), violations);
    }

    private static string Print(SoakResult result, SoakServer server, int callers, int violations)
    {
        var text = new StringBuilder("| phase | s | calls | heap, KB | memory, MB | handles | sockets | threads | timers |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var one in result.Samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {one.Phase} | {one.Seconds} | {one.Calls} | {one.Heap / 1024} | {one.WorkingSet / 1024 / 1024} | {one.Handles} | {one.Sockets} | {one.Threads} | {one.Timers} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nverbs: {Join(result.Verbs)}\nended with: {Join(result.Ends)}\nfaults: {Join(server.Faults.Counts)}\n");
        return text.Append(CultureInfo.InvariantCulture, $"{callers} callers\nsoak {server.Calls} calls, violations {violations}").ToString();
    }

    private static string Join(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.OrderByDescending(one => one.Value).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value}")));
}
