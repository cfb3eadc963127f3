namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>Places where no journal can be: refused with the reason, before anything is sent.</summary>
[Category("JournalFaults")]
internal sealed class UnusablePlaceTests
{
    private static readonly (string Fault, Func<FaultScene, string> Make)[] Places =
    [
        ("folder missing", scene => scene.PathOf("nowhere/journal.db")),
        ("file is a folder", scene => Directory.CreateDirectory(scene.PathOf("folder")).FullName),
        ("folder is a file", scene => Path.Combine(Touch(scene.PathOf("file")), "journal.db")),
        ("path is a loop of links", scene => Link(scene.PathOf("loop"), scene.PathOf("loop"))),
        ("link to a missing folder", scene => Link(scene.PathOf("link"), scene.PathOf("nowhere/journal.db"))),
        ("name too long for the files beside it", scene => scene.PathOf(new string('j', 250))),
    ];

    private static IEnumerable<string> Faults => Places.Select(place => place.Fault);

    [TestCaseSource(nameof(Faults))]
    public async Task It_is_said_to_be_unavailable(string fault)
    {
        foreach (var service in FaultRuns.ServicesAt(Faults.Index().First(one => one.Item == fault).Index))
        {
            var judge = await FaultJudge.OfAsync(service);
            await using var scene = new FaultScene(service);
            scene.Path = Places.First(place => place.Fault == fault).Make(scene);
            var run = await scene.RunAsync();
            var problems = judge.Judge(scene.Batch, run, [], isLossy: false, JournalErrorReason.Unavailable).ToList();
            if (run.End is null || scene.Batch.Requests.Count > 0)
            {
                problems.Add($"went on: {run}");
            }

            JournalMatrix.Count(fault, run.Said, problems);
            Assert.That(problems, Is.Empty, service);
        }
    }

    private static string Touch(string path)
    {
        File.WriteAllText(path, "");
        return path;
    }

    private static string Link(string path, string target)
    {
        File.CreateSymbolicLink(path, target);
        return path;
    }
}
