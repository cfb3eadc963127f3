using System.Diagnostics;
using System.Text.Json;

namespace TaskCancellation.Tests.Batches;

/// <summary>A batch far larger than memory, in a process that is given 64 MB.</summary>
public sealed class MillionIdsTests
{
    private const int Count = 1_000_000;
    private const long HeapLimit = 0x4000000;

    [TestCase("cloudfoundry")]
    [TestCase("meilisearch")]
    public async Task A_million_ids_are_canceled_in_order_in_flat_memory(string service)
    {
        var (exitCode, printed, complaint) = await RunAsync(service);

        Assert.That(exitCode, Is.Zero, complaint);
        var figures = JsonElement.Parse(printed);
        TestContext.Out.WriteLine(figures);
        Assert.Multiple(() =>
        {
            Assert.That(figures.GetProperty("outcomes").GetInt32(), Is.EqualTo(Count));
            Assert.That(figures.GetProperty("accepted").GetInt32(), Is.EqualTo(Count));
            Assert.That(figures.GetProperty("inOrder").GetBoolean(), Is.True);
            Assert.That(figures.GetProperty("peakHeapBytes").GetInt64(), Is.LessThan(HeapLimit));
            Assert.That(figures.GetProperty("requests").GetInt32(), service == "cloudfoundry" ? Is.EqualTo(Count) : Is.InRange(900, 1500));
            Assert.That(figures.GetProperty("longestAddress").GetInt32(), Is.LessThan(8000));
        });
    }

    private static async Task<(int ExitCode, string Printed, string Complaint)> RunAsync(string service)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program("tests/TaskCancellation.Probes"), "million-ids", $"{Count}", service]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{HeapLimit:X}";
        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, printed, await complaint);
    }
}
