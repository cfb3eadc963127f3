using System.Collections.Concurrent;
using System.Globalization;
using TaskCancellation.Probes.Soak;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Soak;

/// <summary>One service's tasks: those of each call, under a mark of their own, and one beside them that nobody may touch.</summary>
internal sealed class SoakStore(string name, ServiceHarness harness)
{
    private const int CallsBetweenCleanings = 500;
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> busy = new();
    private int ended;

    internal SoakService Service => new(name, harness.Emulator.BaseAddress, harness.Key);

    internal ServiceHarness Harness => harness;

    /// <summary>Sets up two tasks with the mark. Some end by themselves, soon.</summary>
    internal string[] Add(Random random, string mark) => [Add(mark, Duration(random)), Add(mark, Duration(random))];

    /// <summary>Sets up a task that goes on.</summary>
    internal string AddOther(string mark) => Add(mark, null);

    internal void Remove(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Remove(id);
        }

        if (Interlocked.Increment(ref ended) % CallsBetweenCleanings == 0)
        {
            for (var left = busy.Count; left > 0 && busy.TryDequeue(out var id); left--)
            {
                Remove(id);
            }

            harness.Emulator.ClearRequests();
            RemoveOldCancels();
        }
    }

    private void Remove(string id)
    {
        try
        {
            harness.Remove(id);
        }
        catch (InvalidOperationException)
        {
            // Meilisearch keeps a task while its batch runs.
            busy.Enqueue(id);
        }
    }

    private static TimeSpan? Duration(Random random) => random.Next(2) == 0 ? TimeSpan.FromMilliseconds(random.Next(20, 400)) : null;

    private string Add(string mark, TimeSpan? duration) => harness.Emulator switch
    {
        // It runs one batch at a time: a task that goes on would stop all others.
        MeilisearchEmulator emulator => emulator.Add(new MeilisearchTask { IndexUid = mark, RunDuration = TimeSpan.FromMilliseconds(4) }).ToString(CultureInfo.InvariantCulture),
        ElasticsearchEmulator emulator => emulator.Add(new ElasticsearchTask { Action = mark, RunDuration = duration, CancelDelay = TimeSpan.FromMilliseconds(30) }),
        CloudFoundryEmulator emulator => emulator.Add(new CloudFoundryTask { Name = mark, RunDuration = duration, CancelDelay = TimeSpan.FromMilliseconds(30) }),
        TopazImageEmulator emulator => emulator.Add(new TopazImageTask { SourceId = mark, RunDuration = duration }),
        VeevaVaultEmulator emulator => emulator.Add(new VeevaVaultTask { Title = mark, StartDelay = duration, RunDuration = duration, CancelDelay = TimeSpan.FromMilliseconds(30) }).ToString(CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{name} has no tasks here."),
    };

    // Each cancel is a task of its own there, and nobody waits for an old one.
    private void RemoveOldCancels()
    {
        if (harness.Emulator is MeilisearchEmulator emulator)
        {
            foreach (var row in emulator.Rows.Where(row => row.Kind == "taskCancelation" && row.FinishedAt < emulator.ServerNow - Old))
            {
                emulator.Remove(row.Id);
            }
        }
    }
}
