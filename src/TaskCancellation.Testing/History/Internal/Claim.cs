namespace TaskCancellation.Testing;

/// <summary>What a line says of a task: that it was in certain states, one after another, since an earlier line. Or that a call has not canceled it.</summary>
/// <param name="From">The line after which it holds.</param>
/// <param name="Line">The line that says so.</param>
/// <param name="Stages">The states, in their order.</param>
/// <param name="Words">The same in words.</param>
internal sealed record Claim(int From, HistoryLine Line, IReadOnlyList<uint> Stages, string Words)
{
    /// <summary>The number of the line that says so.</summary>
    internal int To => Line.Number;

    /// <summary>It says that the call did not do it.</summary>
    internal bool IsDenial => Stages.Count == 0;
}

/// <summary>From one line to another, a cancel may take effect.</summary>
/// <param name="From">The line after which it may.</param>
/// <param name="To">The line before which it may; the largest number for ever.</param>
internal readonly record struct Reach(int From, int To);
