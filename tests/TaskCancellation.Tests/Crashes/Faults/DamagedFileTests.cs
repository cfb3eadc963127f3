using System.Collections.Concurrent;
using System.Globalization;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>A journal that was cut off or changed while nobody was at its run. The run that is taken up ends in a typed error, or as the service's record has it.</summary>
/// <remarks>What only the write-ahead log held may be lost with it, as after a power failure; what is in the file itself may not.</remarks>
[Category("JournalFaults")]
internal sealed class DamagedFileTests
{
    private const int PageSize = 4096;
    private const int LogHeader = 32;
    private const int FrameHeader = 24;
    private const string Log = "-wal";

    private static readonly JournalErrorReason[] Typed = [JournalErrorReason.Damaged, JournalErrorReason.ReadOnly, JournalErrorReason.NewerVersion, JournalErrorReason.Unavailable];

    [Test]
    public async Task A_file_that_is_cut_off_anywhere_is_damage_or_a_new_journal()
    {
        await using var sample = await HalfWayAsync("Meilisearch", 4, isBefore: false, isClosed: true);
        var (length, random) = (new FileInfo(sample.Path).Length, new Random(1));
        (string Fault, long Length)[] cuts =
        [
            ("file of no bytes", 0),
            .. Enumerable.Range(1, (int)(length / PageSize) - 1).Select(page => ("file cut off at a page", (long)page * PageSize)),
            .. Enumerable.Range(0, Math.Max(20, FaultRuns.Flips / 20)).Select(_ => ("file cut off at any byte", random.NextInt64(1, length))),
        ];
        await PlayAsync(cuts.Index().SelectMany(cut => FaultRuns.ServicesAt(cut.Index).Select(service => new Cell(cut.Item.Fault, service, 4, IsBefore: false, IsClosed: true, "", cut.Item.Length == 0, (scene, _) => Cut(scene.Path, cut.Item.Length)))));
    }

    [Test]
    public async Task A_log_that_is_cut_off_anywhere_loses_the_latest_writes_at_most()
    {
        await using var sample = await HalfWayAsync("Meilisearch", 4, isBefore: false, isClosed: false);
        var (length, random) = (new FileInfo(sample.Path + Log).Length, new Random(2));
        (string Fault, long? Length)[] cuts =
        [
            ("log (-wal) gone", null),
            ("log (-wal) of no bytes", 0),
            .. Enumerable.Range(0, (int)((length - LogHeader) / (FrameHeader + PageSize))).Select(frame => ("log (-wal) cut off at a frame, as by a kill within a write", (long?)LogHeader + ((long)frame * (FrameHeader + PageSize)))),
            .. Enumerable.Range(0, Math.Max(20, FaultRuns.Flips / 20)).Select(_ => ("log (-wal) cut off at any byte", (long?)random.NextInt64(1, length))),
        ];
        await PlayAsync(cuts.Index().SelectMany(cut => FaultRuns.ServicesAt(cut.Index).Select(service => new Cell(cut.Item.Fault, service, 4, IsBefore: false, IsClosed: false, Log, IsLossy: true, (scene, _) => Cut(scene.Path + Log, cut.Item.Length)))));
    }

    [Test]
    public async Task A_bit_that_is_flipped_anywhere_is_damage_or_makes_no_difference() =>
        await PlayAsync(FaultRuns.Seeds.Select(seed =>
        {
            var random = new Random(seed);
            var (isClosed, file) = random.Next(4) switch { 0 => (false, Log), 1 => (false, ""), _ => (true, "") };
            return new Cell(
                isClosed ? "bit flipped in the file" : file.Length == 0 ? "bit flipped in the file, beside a log" : "bit flipped in the log (-wal)",
                Services.All[seed % Services.All.Count], random.Next(2, 8), random.Next(2) == 0, isClosed, file, IsLossy: file == Log, (scene, name) => Flip(scene.Path + name, random))
            { Seed = seed };
        }));

    private static async Task PlayAsync(IEnumerable<Cell> cells)
    {
        var wrongs = new ConcurrentBag<string>();
        foreach (var cell in cells)
        {
            var judge = await FaultJudge.OfAsync(cell.Service);
            await using var scene = await HalfWayAsync(cell.Service, Math.Min(cell.Write, judge.Writes), cell.IsBefore, cell.IsClosed, isSecondLife: cell is { IsClosed: false, File: "" });
            var known = await scene.ReadAsync();
            var what = cell.Damage(scene, cell.File);
            var run = await scene.RunAsync();
            var problems = judge.Judge(scene.Batch, run, known, cell.IsLossy, Typed);
            JournalMatrix.Count(cell.Fault, run.Said, problems);
            foreach (var problem in problems)
            {
                wrongs.Add($"{cell.Fault}, {cell.Service}, seed {cell.Seed}, write {cell.Write}, {what}: {problem}");
            }
        }

        Assert.That(wrongs, Is.Empty, string.Join("\n\n", wrongs.Take(20)));
    }

    /// <summary>A run that has ended on its way; in a second life, so that part of it is in the file and part in its log.</summary>
    private static async Task<FaultScene> HalfWayAsync(string service, int write, bool isBefore, bool isClosed, bool isSecondLife = false)
    {
        var scene = new FaultScene(service);
        if (isSecondLife)
        {
            await scene.DieAsync(write / 2, isBefore: false, isClosed: true);
            write = 1;
        }

        await scene.DieAsync(write, isBefore, isClosed);
        return scene;
    }

    private static string Cut(string path, long? length)
    {
        if (length is null)
        {
            File.Delete(path);
            return "deleted";
        }

        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(Math.Min(length.Value, file.Length));
        return string.Create(CultureInfo.InvariantCulture, $"cut off at {length}");
    }

    /// <summary>Half of the flips are among bytes that are not zero: most of a small file is empty.</summary>
    private static string Flip(string path, Random random)
    {
        var bytes = File.ReadAllBytes(path);
        var at = random.Next(bytes.Length);
        for (var tries = random.Next(2) * 200; tries > 0 && bytes[at] == 0; tries--)
        {
            at = random.Next(bytes.Length);
        }

        var bit = random.Next(8);
        bytes[at] ^= (byte)(1 << bit);
        File.WriteAllBytes(path, bytes);
        return string.Create(CultureInfo.InvariantCulture, $"bit {bit} of byte {at}");
    }

    /// <param name="Fault">The fault, for the table.</param>
    /// <param name="Service">The service.</param>
    /// <param name="Write">The write that the run ended at.</param>
    /// <param name="IsBefore">Before it, or after.</param>
    /// <param name="IsClosed">Whether the process closed its files, so that there is no log.</param>
    /// <param name="File">The file to damage: the end of its name.</param>
    /// <param name="IsLossy">The latest writes may be gone.</param>
    /// <param name="Damage">Plays the fault; says what it did.</param>
    private sealed record Cell(string Fault, string Service, int Write, bool IsBefore, bool IsClosed, string File, bool IsLossy, Func<FaultScene, string, string> Damage)
    {
        internal int Seed { get; init; }
    }
}
