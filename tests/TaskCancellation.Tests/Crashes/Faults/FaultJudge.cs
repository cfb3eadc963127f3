using System.Collections.Concurrent;

namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>Holds what a batch said against the service's record, and against the same batch without a fault.</summary>
internal sealed class FaultJudge
{
    private static readonly ConcurrentDictionary<string, Task<FaultJudge>> Judges = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<CancellationVerdict> verdicts;
    private readonly IReadOnlyList<TaskState?> truth;

    private FaultJudge(FaultRun run, BatchScene batch)
    {
        verdicts = [.. run.Outcomes.Select(outcome => outcome.Verdict)];
        truth = [.. batch.Truth];
        Writes = run.Writes;
    }

    /// <summary>How often the batch writes to its journal if nothing goes wrong.</summary>
    internal int Writes { get; }

    internal static Task<FaultJudge> OfAsync(string service) => Judges.GetOrAdd(service, async name =>
    {
        await using var scene = new FaultScene(name);
        var run = await scene.RunAsync();
        Assert.That(run.End, Is.Null);
        Assert.That(run.Outcomes, Has.Count.EqualTo(scene.Batch.Ids.Count));
        return new FaultJudge(run, scene.Batch);
    });

    /// <summary>A run that met a fault: a typed error, or the whole report.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="run">The run.</param>
    /// <param name="known">What the journal held before.</param>
    /// <param name="isLossy">The fault may have taken the latest writes away, as a power failure does: then what they told is read again.</param>
    /// <param name="allowed">The reasons that the error may have; none for no error.</param>
    internal IReadOnlyList<string> Judge(BatchScene batch, FaultRun run, IReadOnlyList<JournalEntry> known, bool isLossy, params JournalErrorReason[] allowed)
    {
        var problems = new List<string>();
        if (run.End is not null && (run.End is not JournalException error || !allowed.Contains(error.Reason)))
        {
            problems.Add($"ended otherwise than it may: {run.End}");
        }

        if (run.End is null && run.Outcomes.Count != batch.Ids.Count)
        {
            problems.Add($"{run.Outcomes.Count} outcomes for {batch.Ids.Count} ids");
        }

        foreach (var (at, outcome) in run.Outcomes.Index())
        {
            if (outcome.Target.Id.Value != batch.Ids[at])
            {
                problems.Add($"position {at} is {outcome.Target.Id}, not {batch.Ids[at]}");
            }
            else if (!MayBe(at, outcome.Verdict, batch.TruthOf(batch.Ids[at]), run.End is not null, isLossy))
            {
                problems.Add($"position {at} is {outcome}, not {verdicts[at]}; the service says {batch.TruthOf(batch.Ids[at])}");
            }
        }

        if (run.End is null && !batch.Truth.SequenceEqual(truth))
        {
            problems.Add($"the service has {string.Join(", ", batch.Truth)}, not {string.Join(", ", truth)}");
        }

        problems.AddRange(batch.Struck.Select(id => $"{id} is canceled, which nobody asked for"));
        problems.AddRange(FindRepeats(batch, run, known, isLossy));
        return problems;
    }

    private bool MayBe(int at, CancellationVerdict verdict, TaskState? state, bool hasFailed, bool isLossy) =>
        verdict == verdicts[at]
        || (hasFailed && verdict is CancellationVerdict.NotAttempted or CancellationVerdict.Indeterminate)
        || (isLossy && verdict switch
        {
            CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => state is TaskState.Canceled,
            CancellationVerdict.CompletedFirst => state is TaskState.Succeeded or TaskState.Failed,
            CancellationVerdict.Ended => state is null or TaskState.Canceled or TaskState.Succeeded or TaskState.Failed,
            CancellationVerdict.NotFound => state is null,
            CancellationVerdict.Accepted => state is TaskState.Canceling or TaskState.Canceled,
            _ => false,
        });

    /// <summary>What is finished is not sent again, and what may have been sent is read before.</summary>
    private static IEnumerable<string> FindRepeats(BatchScene batch, FaultRun run, IReadOnlyList<JournalEntry> known, bool isLossy)
    {
        var finished = known.Where(entry => entry.Outcome is not null).Select(entry => entry.Position).ToHashSet();
        var named = known.Select(entry => entry.Target.Id.Value).ToHashSet();
        var done = batch.Ids.Index().GroupBy(one => one.Item, one => (long)one.Index).Where(positions => positions.All(finished.Contains)).Select(positions => positions.Key).ToHashSet();
        var read = new HashSet<string>();
        foreach (var request in batch.Requests.Skip(run.FirstRequest))
        {
            read.UnionWith(named.Where(id => batch.Reads(request, id)));
            foreach (var id in batch.CanceledBy(request))
            {
                if (done.Contains(id) && !isLossy)
                {
                    yield return $"{id} was finished and was sent again: {request}";
                }
                else if (named.Contains(id) && !read.Contains(id))
                {
                    yield return $"{id} may have been sent and was sent again unread: {request}";
                }
            }
        }
    }
}
