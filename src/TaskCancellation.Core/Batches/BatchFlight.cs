namespace TaskCancellation;

/// <summary>The cancel requests of a batch that are under way.</summary>
internal sealed class BatchFlight
{
    private readonly List<BatchSend> sends = [];

    internal int Count => sends.Count;

    /// <summary>At least one has come back.</summary>
    internal bool HasLanded
    {
        get
        {
            foreach (var send in sends)
            {
                if (send.Settling.IsCompleted)
                {
                    return true;
                }
            }

            return false;
        }
    }

    internal IEnumerable<Task> Tasks => sends.Select(send => send.Settling);

    internal void Add(BatchSend send) => sends.Add(send);

    /// <summary>Takes one that has come back; null for none.</summary>
    internal BatchSend? TakeLanded()
    {
        var at = sends.FindIndex(static send => send.Settling.IsCompleted);
        if (at < 0)
        {
            return null;
        }

        var landed = sends[at];
        sends.RemoveAt(at);
        return landed;
    }

    /// <summary>Waits until none is under way any more, however they end.</summary>
    internal async Task EndAsync() => await Task.WhenAll(Tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
