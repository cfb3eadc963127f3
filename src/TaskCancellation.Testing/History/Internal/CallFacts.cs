namespace TaskCancellation.Testing;

/// <summary>The lines of one call.</summary>
internal sealed class CallFacts(HistoryLine began)
{
    internal HistoryLine Began => began;

    internal HistoryCall Call { get; } = began.Source!;

    internal List<HistoryLine> Asked { get; } = [];

    internal List<HistoryLine> Showed { get; } = [];

    internal List<HistoryLine> Answered { get; } = [];

    internal List<HistoryLine> Requests { get; } = [];

    internal HistoryLine? TokenFired { get; private set; }

    /// <summary>How it ended; null when it has not.</summary>
    internal HistoryLine? End { get; private set; }

    internal bool HasReturned => End is { Kind: HistoryLineKind.Returned } && !Call.IsLeft;

    internal void Add(HistoryLine line)
    {
        switch (line.Kind)
        {
            case HistoryLineKind.Asked:
                Asked.Add(line);
                break;
            case HistoryLineKind.Showed:
                Showed.Add(line);
                break;
            case HistoryLineKind.Answered:
                Answered.Add(line);
                break;
            case HistoryLineKind.Requested or HistoryLineKind.Replied:
                Requests.Add(line);
                break;
            case HistoryLineKind.TokenFired:
                TokenFired = line;
                break;
            case HistoryLineKind.Returned or HistoryLineKind.Threw:
                End = line;
                break;
            default:
                break;
        }
    }
}
