using System.Collections.Concurrent;
using System.Diagnostics;

/// <summary>Runs the tests of a project against mutants, in processes of their own.</summary>
internal sealed class Runs(string bin, string tests, string excluded, Options options)
{
    private readonly string coverage = Path.Combine(bin, "coverage.txt");
    private readonly string results = Path.Combine(bin, "results.txt");
    private readonly Lock gate = new();
    private int done;

    internal void Test(IReadOnlyList<Mutant> mutants)
    {
        if (!options.Resume)
        {
            File.Delete(this.results);
            File.Delete(this.coverage);
        }

        if (!File.Exists(this.coverage))
        {
            this.Cover();
        }

        foreach (var line in File.ReadLines(this.coverage).Select(line => line.Split('\t')).Where(parts => parts[1] == "Failed"))
        {
            Console.WriteLine($"{tests}: {line[0]} fails without a mutant, and is left out");
        }

        var known = File.Exists(this.results) ? File.ReadLines(this.results).Select(line => line.Split('\t')).GroupBy(parts => parts[0]).ToDictionary(group => group.Key, group => group.Last()) : [];
        foreach (var mutant in mutants.Where(one => known.ContainsKey(one.Key)))
        {
            (mutant.Fate, mutant.Note) = (Enum.Parse<Fate>(known[mutant.Key][1]), known[mutant.Key][2]);
        }

        // In an order that has nothing to do with where they are, so that what is known when a run is stopped is a sample too.
        var open = mutants.Where(one => !known.ContainsKey(one.Key)).OrderBy(one => Options.Hash(one.Key)).ToList();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = options.Workers };
        Parallel.ForEach(Partitioner.Create(open.Where(one => !one.IsStatic).Chunk(40), EnumerablePartitionerOptions.NoBuffering), limit, part => this.Test(part, "late", mutants));
        Parallel.ForEach(Partitioner.Create(open.Where(one => one.IsStatic), EnumerablePartitionerOptions.NoBuffering), limit, one => this.Test([one], "early", mutants));

        // What ended a process, took too long, or failed without the mutant too, counts only if it does so again, alone.
        var doubtful = open.Where(one => one.Fate is Fate.TimedOut or Fate.Crashed or Fate.Unclear);
        Parallel.ForEach(Partitioner.Create(doubtful.ToList().AsEnumerable(), EnumerablePartitionerOptions.NoBuffering), limit, one => this.Test([one], one.IsStatic ? "early" : "late", mutants));
        Console.WriteLine($"{tests}: all tested [{DateTime.UtcNow:T}]");
    }

    private void Cover()
    {
        string Part(int part) => $"{this.coverage}.{part}";
        Parallel.For(0, options.Workers, new ParallelOptions { MaxDegreeOfParallelism = options.Workers }, part =>
            this.Host(["cover", $"{tests}.dll", Part(part), excluded, $"{part}", $"{options.Workers}"], line => Console.WriteLine($"{tests}: {line} without a mutant [{DateTime.UtcNow:T}]")));
        List<string> lines = [.. Enumerable.Range(0, options.Workers).SelectMany(part => File.ReadLines(Part(part)))];
        File.WriteAllLines(this.coverage, lines);
    }

    private void Keep(Mutant mutant)
    {
        lock (this.gate)
        {
            File.AppendAllText(this.results, $"{mutant.Key}\t{mutant.Fate}\t{mutant.Note}\n");
        }
    }

    private void Test(IReadOnlyList<Mutant> mutants, string when, IReadOnlyList<Mutant> all)
    {
        for (var at = 0; at < mutants.Count;)
        {
            var work = Path.Combine(bin, $"work-{Guid.NewGuid():N}.txt");
            File.WriteAllLines(work, mutants.Skip(at).Select(one => when == "late" ? $"{one.Id}\tlate" : $"{one.Id}\tearly\t{string.Join(' ', all.Where(other => other.Area == one.Area).Select(other => other.Id))}\t{one.Area.Folder.TrimEnd('/')}"));
            var (started, begun) = (at, false);
            this.Host(["test", $"{tests}.dll", this.coverage, work, $"{options.MostTests}"], line =>
            {
                var parts = line[2..].Split('\t');
                if (line[0] == '=' && parts[1] is "survived" or "uncovered")
                {
                    Console.WriteLine($"  {parts[1]}  {mutants[at].File}:{mutants[at].Line}  {mutants[at].Change}");
                }

                if (line[0] != '>' && Interlocked.Increment(ref this.done) % 50 == 0)
                {
                    Console.WriteLine($"{tests}: {this.done} of {all.Count} [{DateTime.UtcNow:T}]");
                }

                switch (line[0])
                {
                    case '>':
                        begun = true;
                        break;
                    case '=':
                        var fate = parts[1] switch { "killed" => Fate.Killed, "survived" => Fate.Survived, "uncovered" => Fate.Uncovered, _ => Fate.Unclear };
                        if (fate != Fate.Uncovered || mutants[at].Fate != Fate.Survived)
                        {
                            (mutants[at].Fate, mutants[at].Note) = (fate, parts[2]);
                        }

                        this.Keep(mutants[at]);
                        (at, begun) = (at + 1, false);
                        break;
                    case '!':
                        (mutants[at].Fate, mutants[at].Note) = (Fate.TimedOut, parts[2]);
                        this.Keep(mutants[at]);
                        (at, begun) = (at + 1, false);
                        break;
                }
            });
            File.Delete(work);
            if (begun)
            {
                (mutants[at].Fate, mutants[at].Note) = (Fate.Crashed, "the process");
                this.Keep(mutants[at]);
                at++;
            }
            else if (at == started)
            {
                throw new InvalidOperationException("The host does not run.");
            }
        }
    }

    private void Host(string[] arguments, Action<string> read)
    {
        var start = new ProcessStartInfo("dotnet", ["Host.dll", .. arguments]) { WorkingDirectory = bin, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = "C0000000"; // a mutant may never stop to add
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var errors = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        var any = false;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            any = true;
            if (line.Length > 1 && (line[0] is '>' or '=' or '!' || arguments[0] == "cover"))
            {
                read(line);
            }
        }

        process.WaitForExit();
        if (!any)
        {
            throw new InvalidOperationException(string.Join('\n', errors.Take(30)));
        }
    }
}
