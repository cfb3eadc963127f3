// dotnet run --project .ci/mutate -- AREA... [--sample 1/N] [--at-most N] [--seed S] [--only REPORT] [--resume] [--no-build] [--tests PROJECT] [--most-tests N] [--workers N] [--clone FOLDER]: changes the source in one place after another, and tells which changes no test notices.
// It works in a clone, with what is changed here. The mutants of an area are compiled into one assembly, each behind a switch; a host runs, for each, the tests that reach it, in one process.
// Survivors that were looked at and change nothing that can be observed are in tests/mutants.md; they are marked, and count as survivors all the same.
using System.Diagnostics;

Area[] all =
[
    new("core", "TaskCancellation.Core", "", "TaskCancellation.Core.Tests TaskCancellation.Tests", 90),
    new("journal", "TaskCancellation.Journal.Sqlite", "", "TaskCancellation.Journal.Sqlite.Tests", 80),
    new("http", "TaskCancellation", "Http/", "TaskCancellation.Tests", 80),
    new("meilisearch", "TaskCancellation", "Meilisearch/", "TaskCancellation.Tests", 80),
    new("elasticsearch", "TaskCancellation", "Elasticsearch/", "TaskCancellation.Tests", 80),
    new("cloudfoundry", "TaskCancellation", "CloudFoundry/", "TaskCancellation.Tests", 80),
    new("topaz", "TaskCancellation", "TopazImage/", "TaskCancellation.Tests", 80),
    new("vault", "TaskCancellation", "VeevaVault/", "TaskCancellation.Tests", 80),
];

// Other processes, real time, heavy loads and the emulators' own tests: what a mutant breaks is seen without them, and sooner.
const string Excluded = @"^TaskCancellation\.Tests\.(Architecture|Pages|Faults|Sockets|Crashes|Hostile|Control|Emulation|Batches|SixthService|\w+\.Emulator)\.|AnotherProcess|LoopbackTests|TlsTests|JournalKillTests|LockTests";

var options = new Options(args);
var areas = all.Where(area => args.Contains(area.Name) || args.Contains("all")).ToList();
if (areas.Count == 0)
{
    Console.Error.WriteLine($"Which area? {string.Join(", ", all.Select(area => area.Name))}, or all.");
    return 2;
}

var clone = new Clone(Environment.CurrentDirectory, options);
var reviewed = File.Exists("tests/mutants.md") ? File.ReadAllLines("tests/mutants.md") : [];
var mutants = new List<Mutant>();
foreach (var project in areas.GroupBy(area => area.Tests))
{
    var found = MutateProject(clone, [.. project], options, mutants.Count);
    mutants.AddRange(found);
}

var below = false;
foreach (var area in areas)
{
    var own = mutants.Where(one => one.Area == area).ToList();
    int Count(params Fate[] fates) => own.Count(one => fates.Contains(one.Fate));
    foreach (var mutant in own.Where(one => one.Fate is Fate.Survived or Fate.Uncovered).OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Line))
    {
        var known = reviewed.Any(line => line.Contains(mutant.Place, StringComparison.Ordinal) && line.Contains(mutant.Change, StringComparison.Ordinal));
        Console.WriteLine($"{(known ? "reviewed" : mutant.Fate == Fate.Survived ? "survived" : "uncovered")}  {mutant.File}:{mutant.Line}  {mutant.Change}  [{mutant.Kind}; {mutant.Note}]");
    }

    foreach (var mutant in own.Where(one => one.Fate is Fate.TimedOut or Fate.Crashed))
    {
        Console.WriteLine($"{mutant.Fate}  {mutant.File}:{mutant.Line}  {mutant.Change}  [{mutant.Note}]");
    }

    var tested = Count(Fate.Killed, Fate.TimedOut, Fate.Crashed, Fate.Survived, Fate.Uncovered);
    var killed = Count(Fate.Killed, Fate.TimedOut, Fate.Crashed);
    var score = tested == 0 ? 0 : 100.0 * killed / tested;
    below |= score < area.AtLeast;
    Console.WriteLine($"{area.Name}: {area.Created} created, {own.Count} chosen, {Count(Fate.NotCompiled)} do not compile, {Count(Fate.Uncovered)} uncovered, {Count(Fate.Killed)} killed, {Count(Fate.TimedOut)} timed out twice, {Count(Fate.Crashed)} ended the process, {Count(Fate.Survived)} survived, {Count(Fate.Unclear)} unclear: {score:F1} % of {tested}, at least {area.AtLeast} %");
}

var counted = mutants.Where(one => one.Fate is not (Fate.NotCompiled or Fate.Unclear)).ToList();
Console.WriteLine($"mutants {counted.Count}, killed {counted.Count(one => one.Fate is Fate.Killed or Fate.TimedOut or Fate.Crashed)}");
clone.Dispose();
return below ? 1 : 0;

static List<Mutant> MutateProject(Clone clone, List<Area> areas, Options options, int firstId)
{
    var project = areas[0].Project;
    foreach (var tests in options.TestsOf(areas[0]))
    {
        clone.Build($"tests/{tests}");
    }

    var compiler = new Compiler(Path.Combine(clone.Folder, "src", project));
    var mutants = new List<Mutant>();
    foreach (var area in areas)
    {
        var found = new List<Mutant>();
        foreach (var file in compiler.Sources.Where(file => file.StartsWith(Path.Combine(clone.Folder, "src", project, area.Folder), StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            found.AddRange(new Finder(area, file, Path.GetRelativePath(clone.Folder, file)).Find(compiler.Parse(file)));
        }

        area.Created = found.Count;
        mutants.AddRange(options.Choose(found));
    }

    for (var at = 0; at < mutants.Count; at++)
    {
        mutants[at].Id = firstId + at;
    }

    // What the first tests do not notice is for the next.
    foreach (var tests in options.TestsOf(areas[0]))
    {
        var bin = Path.Combine(clone.Folder, "tests", tests, "bin", "Debug", "net10.0");
        compiler.EmitSwitch(bin, firstId + mutants.Count);
        compiler.EmitMutants(bin, mutants.GroupBy(one => one.Path).ToDictionary(group => group.Key, group => group.ToList()));
        compiler.EmitHost(bin, tests, Path.Combine(clone.Folder, ".ci", "mutate", "Host.cs"));
        Console.WriteLine($"{tests}: {mutants.Count(one => one.Fate != Fate.NotCompiled)} mutants compiled, {mutants.Count(one => one.Fate == Fate.NotCompiled)} do not compile [{DateTime.UtcNow:T}]");
        new Runs(bin, tests, Excluded, options).Test([.. mutants.Where(one => one.Fate is Fate.Waiting or Fate.Survived or Fate.Uncovered)]);
    }

    return mutants;
}
