namespace TaskCancellation.Model.Tests.World;

/// <summary>A task and its whole past, as the record showed it.</summary>
internal sealed class Subject(int number, TaskId id, SceneKind kind, bool isOther)
{
    private readonly List<(int Moment, Mark Mark)> past = [];

    internal int Number => number;

    internal TaskId Id => id;

    internal SceneKind Kind => kind;

    /// <summary>It belongs to the other group.</summary>
    internal bool IsOther => isOther;

    /// <summary>The schedule itself had it canceled.</summary>
    internal bool IsCanceledByOther { get; set; }

    /// <summary>Some call of ours addressed it with a cancel.</summary>
    internal bool IsAddressed { get; set; }

    internal Mark Now => past[^1].Mark;

    /// <summary>What was last seen; null when nothing was.</summary>
    internal Mark? Known => past.Count == 0 ? null : Now;

    internal void Note(int moment, Mark mark)
    {
        if (past.Count == 0 || Now != mark)
        {
            past.Add((moment, mark));
        }
    }

    internal Mark At(int moment) => past.FindLast(one => one.Moment <= moment) is { Moment: > 0 } found ? found.Mark : past[0].Mark;

    /// <summary>Whether the record said so at some moment between those two, both included.</summary>
    internal bool Was(Func<Mark, bool> what, int from, int to)
    {
        for (var at = past.Count - 1; at >= 0; at--)
        {
            if (past[at].Moment > to)
            {
                continue;
            }

            if (what(past[at].Mark))
            {
                return true;
            }

            if (past[at].Moment <= from)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The first moment at which the record said so; null when it never did.</summary>
    internal int? First(Func<Mark, bool> what) => past.FindIndex(one => what(one.Mark)) is >= 0 and var at ? past[at].Moment : null;

    public override string ToString() => $"task {number} ({id}, {kind}{(isOther ? ", other group" : "")}): {string.Join(" ", past.Select(one => $"{one.Mark}@{one.Moment}"))}";
}
