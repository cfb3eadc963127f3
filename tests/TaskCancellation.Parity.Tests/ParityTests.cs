using System.Globalization;
using TaskCancellation.Parity.Tests.Playing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests;

/// <summary>The emulators held against what real servers answered, request by request.</summary>
[Category("Parity")]
internal sealed class ParityTests
{
    /// <summary>The share of a recording that may differ, for the reasons in the table.</summary>
    private const double MostExcepted = 0.05;

    private static IEnumerable<Recording> Playable => Recording.All.Where(recording => recording.IsPlayable && Players.Exist(recording));

    [TestCaseSource(nameof(Playable))]
    public async Task The_emulator_answers_as_the_server_did(Recording recording)
    {
        var run = await ParityRun.OfAsync(recording);
        Assert.Multiple(() =>
        {
            Assert.That(run.Results, Is.Not.Empty, "nothing was played");
            Assert.That(run.Failed, Is.Empty, () => $"{run}\n{string.Join('\n', run.Failed.Take(40))}");
            Assert.That(run.Excepted, Has.Count.LessThanOrEqualTo(run.Results.Count * MostExcepted));
        });
    }

    [Test]
    public async Task Every_row_of_the_table_excepts_something()
    {
        var excepted = new List<ExceptionTable.Row?>();
        foreach (var recording in Playable)
        {
            excepted.AddRange((await ParityRun.OfAsync(recording)).Excepted.Select(result => ExceptionTable.Reviewed.Find(recording, result.Step)));
        }

        Assert.That(ExceptionTable.Reviewed.Rows.Except(excepted), Is.Empty, "rows that are not needed");
    }

    [OneTimeTearDown]
    public async Task PrintFigures()
    {
        var lines = new List<string>();
        foreach (var recording in Playable)
        {
            lines.Add((await ParityRun.OfAsync(recording)).ToString());
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"parity: {ExceptionTable.Reviewed.Rows.Count} reasons in exceptions.md"));
        await File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "parity.txt"), lines);
        if (Environment.GetEnvironmentVariable("PARITY_DIFFERENCES") is { Length: > 0 } folder)
        {
            await WriteDifferencesAsync(folder);
        }
    }

    /// <summary>For who works on an emulator: what differs, and what may.</summary>
    private static async Task WriteDifferencesAsync(string folder)
    {
        foreach (var recording in Playable)
        {
            var run = await ParityRun.OfAsync(recording);
            await File.WriteAllLinesAsync(Path.Combine(folder, recording.Name + ".diff"), run.Failed.Select(result => result.ToString()));
            await File.WriteAllLinesAsync(Path.Combine(folder, recording.Name + ".excepted"), run.Excepted.Select(result => result.ToString()));
        }
    }
}
