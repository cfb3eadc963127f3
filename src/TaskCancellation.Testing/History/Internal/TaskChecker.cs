using System.Numerics;

namespace TaskCancellation.Testing;

/// <summary>Checks the lines about one task: keeps every state that it can be in, with what the open claims have met on the way there, and finds the first line that leaves none.</summary>
/// <remarks>To have met more is never worse, so that of two ways to a state of which one has met all that the other has, one is kept.</remarks>
internal sealed class TaskChecker(StateGraph graph, TaskFacts facts, bool othersCancel)
{
    private readonly List<BigInteger>[] ways = [.. Enumerable.Range(0, StateGraph.Nodes).Select(_ => new List<BigInteger>())];
    private readonly List<Open> open = [];
    private readonly Stack<(int Node, BigInteger Met)> pending = new();
    private BigInteger used;
    private int reaching = othersCancel ? 1 : 0;

    internal (HistoryLine Line, string Reason, IReadOnlyList<string> States)? FindProblem()
    {
        Enter(StateGraph.NotYet, BigInteger.Zero);
        foreach (var moment in Moments())
        {
            Step();
            IReadOnlyList<string> before = [.. Enumerable.Range(0, StateGraph.Nodes).Where(node => ways[node].Count > 0).OrderBy(StateGraph.Rank).Select(StateGraph.NameOf).Distinct()];
            foreach (var claim in moment.Ends)
            {
                var place = open.Find(one => ReferenceEquals(one.Claim, claim))!;
                if (!Keep((_, met) => (met >> place.First & Full(claim)) == Full(claim)))
                {
                    return (claim.Line, claim.Words, before);
                }

                Close(place);
            }

            if (moment.Observed is { } seen && !Keep((node, _) => (StateGraph.Of(seen.Snapshot) >> node & 1) != 0))
            {
                return (seen, "No start, end or cancel that the history allows leads there.", before);
            }

            reaching += moment.Reaches;
            foreach (var claim in moment.Begins)
            {
                Begin(claim);
            }
        }

        return null;
    }

    private static BigInteger Full(Claim claim) => (BigInteger.One << Math.Max(1, claim.Stages.Count)) - 1;

    // What happens at each line that matters, in the order of the lines. Line 0 is before all of them.
    private SortedDictionary<int, Moment>.ValueCollection Moments()
    {
        var moments = new SortedDictionary<int, Moment>();
        Moment At(int line) => moments.TryGetValue(line, out var found) ? found : moments[line] = new Moment();
        foreach (var claim in facts.Claims)
        {
            At(claim.From).Begins.Add(claim);
            At(claim.To).Ends.Add(claim);
        }

        foreach (var reach in facts.Reaches)
        {
            At(reach.From).Reaches++;
            At(reach.To).Reaches--;
        }

        foreach (var line in facts.Observations)
        {
            At(line.Number).Observed = line;
        }

        moments.Remove(int.MaxValue);
        return moments.Values;
    }

    private void Begin(Claim claim)
    {
        var (first, count) = (0, Math.Max(1, claim.Stages.Count));
        while ((used >> first & ((BigInteger.One << count) - 1)) != 0)
        {
            first++;
        }

        var one = new Open(claim, first);
        used |= Full(claim) << first;
        open.Add(one);
        for (var node = 0; node < ways.Length; node++)
        {
            BigInteger[] met = [.. ways[node].Select(before => claim.IsDenial ? before | (BigInteger.One << first) : Advance(one, node, before))];
            ways[node].Clear();
            foreach (var way in met)
            {
                Add(node, way);
            }
        }
    }

    private void Close(Open one)
    {
        var mask = Full(one.Claim) << one.First;
        used ^= mask;
        open.Remove(one);
        for (var node = 0; node < ways.Length; node++)
        {
            BigInteger[] met = [.. ways[node].Select(way => way & ~mask)];
            ways[node].Clear();
            foreach (var way in met)
            {
                Add(node, way);
            }
        }
    }

    private bool Keep(Func<int, BigInteger, bool> fits)
    {
        var any = false;
        for (var node = 0; node < ways.Length; node++)
        {
            var at = node;
            ways[node].RemoveAll(way => !fits(at, way));
            any |= ways[node].Count > 0;
        }

        return any;
    }

    // Whatever can happen unseen before the next line.
    private void Step()
    {
        for (var node = 0; node < ways.Length; node++)
        {
            foreach (var way in ways[node])
            {
                pending.Push((node, way));
            }
        }

        while (pending.TryPop(out var way))
        {
            if (!ways[way.Node].Contains(way.Met))
            {
                continue;
            }

            foreach (var (to, needsCancel) in graph.StepsFrom(way.Node))
            {
                if (!needsCancel || reaching > 0)
                {
                    Enter(to, way.Met);
                    continue;
                }

                // A call that will deny it may have done it all the same: then its denial fails.
                foreach (var denial in open)
                {
                    if (denial.Claim.IsDenial && (way.Met >> denial.First & 1) != 0)
                    {
                        Enter(to, way.Met & ~(BigInteger.One << denial.First));
                    }
                }
            }
        }
    }

    private void Enter(int node, BigInteger met)
    {
        foreach (var one in open)
        {
            met = one.Claim.IsDenial ? met : Advance(one, node, met);
        }

        if (Add(node, met))
        {
            pending.Push((node, met));
        }
    }

    private static BigInteger Advance(Open one, int node, BigInteger met)
    {
        for (var stage = 0; stage < one.Claim.Stages.Count; stage++)
        {
            if ((met >> (one.First + stage) & 1) != 0)
            {
                continue;
            }

            if ((one.Claim.Stages[stage] >> node & 1) == 0)
            {
                break;
            }

            met |= BigInteger.One << (one.First + stage);
        }

        return met;
    }

    private bool Add(int node, BigInteger met)
    {
        foreach (var other in ways[node])
        {
            if ((other & met) == met)
            {
                return false;
            }
        }

        ways[node].RemoveAll(other => (other & met) == other);
        ways[node].Add(met);
        return true;
    }

    private sealed class Moment
    {
        internal List<Claim> Begins { get; } = [];

        internal List<Claim> Ends { get; } = [];

        internal HistoryLine? Observed { get; set; }

        internal int Reaches { get; set; }
    }

    private sealed record Open(Claim Claim, int First);
}
