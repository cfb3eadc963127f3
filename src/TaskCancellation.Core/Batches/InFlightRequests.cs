namespace TaskCancellation;

/// <summary>The cancel requests of a batch that are under way.</summary>
internal sealed class InFlightRequests
{
    private readonly List<InFlightRequest> sends = [];

    internal int Count => sends.Count;

    /// <summary>At least one has come back.</summary>
    internal bool HasCompleted
    {
        get
        {
            foreach (var send in sends)
            {
                if (send.Completion.IsCompleted)
                {
                    return true;
                }
            }

            return false;
        }
    }

    internal IEnumerable<Task> Tasks => sends.Select(send => send.Completion);

    internal void Add(InFlightRequest send) => sends.Add(send);

    /// <summary>Takes one that has come back; null for none.</summary>
    internal InFlightRequest? TakeCompleted()
    {
        var at = sends.FindIndex(static send => send.Completion.IsCompleted);
        if (at < 0)
        {
            return null;
        }

        var completed = sends[at];
        sends.RemoveAt(at);
        return completed;
    }

    /// <summary>Waits until none is under way any more, however they end.</summary>
    internal async Task EndAsync() => await Task.WhenAll(Tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
