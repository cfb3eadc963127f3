// Compiled by .ci/mutate into the output folder of a test project, and started there: it runs tests in its own process, with one mutant after another switched on.
// Host.dll cover TESTS.dll COVERAGE EXCLUDED P N    runs every test of each Nth fixture, from P, and writes how long it took and which mutants it reached
// Host.dll test TESTS.dll COVERAGE WORK MOST        reads a line for each mutant, `id<TAB>late`, or `id<TAB>early<TAB>ids<TAB>folder` with the mutants whose tests are to be run, and the folder of more, and prints what became of it
using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace TaskCancellation.Mutation;

internal static class Host
{
    private const int TimedOut = 77;
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);
    private const int MostIdleSeconds = 10;

    private static readonly StreamWriter Output = new(Console.OpenStandardOutput());

    private static int Main(string[] args)
    {
        // What tests print is not for the one who reads our lines.
        Console.SetOut(TextWriter.Null);
        var (verb, tests, coverage) = (args[0], Assembly.LoadFrom(Path.GetFullPath(args[1])), args[2]);
        if (verb == "cover")
        {
            Cover(new Suite(tests), coverage, new Regex(args[3]), int.Parse(args[4]), int.Parse(args[5]));
        }
        else
        {
            Test(tests, coverage, [.. File.ReadLines(args[3]).Select(line => line.Split('\t'))], int.Parse(args[4]));
        }

        Output.Flush();
        Process.GetCurrentProcess().Kill(); // whatever a mutant has left running
        return 0;
    }

    private static void Cover(Suite suite, string coverage, Regex excluded, int part, int parts)
    {
        var lines = new List<string>();
        var fixtures = suite.Tests.Values.Where(test => test.RunState == RunState.Runnable && !excluded.IsMatch(test.FullName)).GroupBy(test => test.Parent).ToList();
        var chosen = fixtures.Where((_, index) => index % parts == part).SelectMany(fixture => fixture).ToHashSet();
        MutationSwitch.Reached = new byte[MutationSwitch.Length];
        var listener = new Listener(
            _ => Array.Clear(MutationSwitch.Reached!),
            result =>
            {
                var reached = Enumerable.Range(0, MutationSwitch.Length).Where(id => MutationSwitch.Reached![id] != 0);
                lines.Add($"{suite.Names[result.Test.Id]}\t{result.ResultState.Status}\t{result.Duration * 1000:F0}\t{string.Join(' ', reached)}".ReplaceLineEndings(" "));
            });
        suite.Run(chosen, listener, stopOnError: false);
        File.WriteAllLines(coverage, lines);
        Output.WriteLine($"{lines.Count} tests");
    }

    // What everything goes through is reached by thousands of tests. Those that have killed before, then the quickest of each method decide; the rest could only kill more.
    // What is evaluated once for the process may be reached by every test of its area: all of them decide, with those in the folder of that name.
    private static void Test(Assembly assembly, string coverage, List<string[]> work, int mostTests)
    {
        if (work is [[var first, "early", ..], ..])
        {
            MutationSwitch.Active = int.Parse(first); // before anything static has come to be
        }

        var suite = new Suite(assembly);
        var covered = File.ReadLines(coverage).Select(line => line.Split('\t')).Where(parts => parts[1] == "Passed" && suite.Tests.ContainsKey(parts[0]))
            .Select(parts => (Test: suite.Tests[parts[0]], Time: int.Parse(parts[2]), Ids: parts[3].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet())).ToList();
        var killers = new Dictionary<string, int>();
        foreach (var line in work)
        {
            var (id, early) = (int.Parse(line[0]), line[1] == "early");
            Output.WriteLine($"> {id}");
            Output.Flush();
            HashSet<int> near = early ? [.. line[2].Split(' ').Select(int.Parse)] : [id];
            // A method's second case counts as twice as slow, and so on: a thousand quick cases of one method must not keep others out.
            var candidates = covered.Where(one => one.Ids.Overlaps(near) || (early && one.Test.ClassName!.Contains($".{line[3]}.", StringComparison.Ordinal))).GroupBy(one => (one.Test.ClassName, one.Test.MethodName)).SelectMany(method => method.OrderBy(one => one.Time).Select((one, rank) => (one.Test, Cost: (one.Time + 1) * (rank + 1))))
                .OrderByDescending(one => killers.GetValueOrDefault(suite.Names[one.Test.Id])).ThenBy(one => one.Cost).Select(one => one.Test).Take(early ? int.MaxValue : mostTests).ToList();
            MutationSwitch.Active = id;
            ITestResult? failure = null;
            foreach (var wave in Waves(candidates))
            {
                failure = suite.FirstFailure(wave);
                if (failure is not null)
                {
                    break;
                }
            }

            MutationSwitch.Active = -1;
            if (candidates.Count == 0)
            {
                Output.WriteLine($"= {id}\tuncovered\t");
            }
            else if (failure is null)
            {
                Output.WriteLine($"= {id}\tsurvived\t{candidates.Count}");
            }
            else
            {
                // A test shows something if it passes without the mutant, and fails with it again.
                var name = suite.Names[failure.Test.Id];
                var proof = early || suite.FirstFailure([(Test)failure.Test]) is null;
                if (proof && !early)
                {
                    MutationSwitch.Active = id;
                    proof = suite.FirstFailure([(Test)failure.Test]) is not null;
                    MutationSwitch.Active = -1;
                }

                killers[name] = killers.GetValueOrDefault(name) + 1;
                Output.WriteLine($"= {id}\t{(proof ? "killed" : "unclear")}\t{name}");
                if (!proof)
                {
                    Output.Flush();
                    Process.GetCurrentProcess().Kill();
                }
            }

            Output.Flush();
        }
    }

    private static IEnumerable<List<Test>> Waves(List<Test> tests)
    {
        for (var (at, size) = (0, 8); at < tests.Count; at += size, size *= 4)
        {
            yield return [.. tests.Skip(at).Take(size)];
        }
    }

    /// <summary>The tests of an assembly, each by its full name and, where that is not unique, its number among those of the name.</summary>
    private sealed class Suite
    {
        private readonly NUnitTestAssemblyRunner runner = new(new DefaultTestAssemblyBuilder());

        // Without SynchronousEvents, a test may be over when its start is told, and what it reached would be another's.
        private readonly Dictionary<string, object> settings = new() { ["NumberOfTestWorkers"] = 0, ["SynchronousEvents"] = true };

        internal Suite(Assembly assembly)
        {
            var seen = new Dictionary<string, int>();
            foreach (var test in Leaves((Test)this.runner.Load(assembly, this.settings)))
            {
                var count = seen[test.FullName] = seen.GetValueOrDefault(test.FullName) + 1;
                var name = $"{test.FullName}#{count}".Replace('\t', ' ').ReplaceLineEndings(" ");
                this.Names[test.Id] = name;
                this.Tests[name] = test;
            }
        }

        internal Dictionary<string, Test> Tests { get; } = [];

        internal Dictionary<string, string> Names { get; } = [];

        internal ITestResult? FirstFailure(IEnumerable<Test> tests)
        {
            ITestResult? failure = null;
            this.Run([.. tests], new Listener(_ => { }, result => failure ??= result.ResultState.Status == TestStatus.Failed ? result : null), stopOnError: true);
            return failure;
        }

        internal void Run(HashSet<Test> chosen, Listener listener, bool stopOnError)
        {
            this.settings["StopOnError"] = stopOnError;
            using var watch = new Timer(_ => listener.Watch(this.Names), null, 1000, 1000);
            this.runner.Run(listener, new Filter(chosen));
        }

        private static IEnumerable<Test> Leaves(Test test) => test.IsSuite ? test.Tests.SelectMany(one => Leaves((Test)one)) : [test];
    }

    private sealed class Filter : ITestFilter
    {
        private readonly HashSet<ITest> passing = [];
        private readonly HashSet<Test> chosen;

        internal Filter(HashSet<Test> chosen)
        {
            this.chosen = chosen;
            foreach (ITest? test in chosen)
            {
                for (var one = (ITest?)test; one is not null && this.passing.Add(one); one = one.Parent)
                {
                }
            }
        }

        public bool Pass(ITest test) => this.passing.Contains(test);

        public bool IsExplicitMatch(ITest test) => test is Test one && this.chosen.Contains(one);

        public TNode ToXml(bool recursive) => new("filter");

        public TNode AddToXml(TNode parentNode, bool recursive) => parentNode;
    }

    private sealed class Listener(Action<ITest> started, Action<ITestResult> finished) : ITestListener
    {
        private volatile ITest? current;
        private long since;
        private TimeSpan used;
        private int idle;

        public void TestStarted(ITest test)
        {
            if (test.IsSuite)
            {
                return;
            }

            started(test);
            this.idle = 0;
            this.since = Stopwatch.GetTimestamp();
            this.used = Process.GetCurrentProcess().TotalProcessorTime;
            this.current = test;
        }

        public void TestFinished(ITestResult result)
        {
            if (result.Test.IsSuite)
            {
                return;
            }

            this.current = null;
            finished(result);
        }

        public void TestOutput(TestOutput output)
        {
        }

        public void SendMessage(TestMessage message)
        {
        }

        /// <summary>Called each second. Ends the process when a test takes too long: by the processor's time, since others share it; when no thread would run if it could, so that it waits for what never comes; or by the clock.</summary>
        internal void Watch(Dictionary<string, string> names)
        {
            this.idle = IsIdle() ? this.idle + 1 : 0;
            if (this.current is { } test && MutationSwitch.Active >= 0
                && (this.idle >= MostIdleSeconds || Process.GetCurrentProcess().TotalProcessorTime - this.used > MostProcessorTime || Stopwatch.GetElapsedTime(this.since) > MostTime))
            {
                Output.WriteLine($"! {MutationSwitch.Active}\ttimeout\t{names[test.Id]}");
                Output.Flush();
                Process.GetCurrentProcess().Kill();
            }
        }

        /// <summary>Whether all threads but this one sleep, as the kernel tells; where it does not, never.</summary>
        private static bool IsIdle() =>
            Directory.Exists("/proc/self/task") && Directory.EnumerateDirectories("/proc/self/task").Count(IsRunnable) <= 1;

        private static bool IsRunnable(string thread)
        {
            try
            {
                var line = File.ReadAllText(Path.Combine(thread, "stat"));
                return line[line.LastIndexOf(')') + 2] is 'R' or 'D';
            }
            catch (IOException)
            {
                return false; // it has ended
            }
        }
    }
}
