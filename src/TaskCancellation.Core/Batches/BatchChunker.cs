namespace TaskCancellation;

/// <summary>Gathers items into chunks that fit one request.</summary>
internal sealed class BatchChunker(TaskClientCapabilities limits)
{
    private readonly RequestCapacity room = new(limits.IdsPerRequest, limits.IdCharactersPerRequest);
    private readonly Queue<BatchChunk> again = new();
    private readonly Queue<BatchChunk> closed = new();
    private List<BatchItem> open = [];

    /// <summary>A chunk is ready that more items would not change.</summary>
    internal bool HasClosed => again.Count > 0 || closed.Count > 0;

    /// <summary>A chunk has begun that has room left.</summary>
    internal bool HasOpen => open.Count > 0;

    /// <summary>Adds an item. True: it has begun a chunk that has room left.</summary>
    internal bool Add(BatchItem item)
    {
        if (!room.TryTake(item.Target.Id.Value.Length))
        {
            Close();
            room.TryTake(item.Target.Id.Value.Length);
        }

        open.Add(item);
        if (room.IsFull)
        {
            Close();
        }

        return open.Count == 1;
    }

    /// <summary>Puts a chunk that was sent before any other that has not been begun.</summary>
    internal void AddAgain(BatchChunk chunk) => again.Enqueue(chunk);

    /// <summary>The next chunk to send, one with room left only if that is wanted; null for none.</summary>
    internal BatchChunk? Take(bool evenOpen)
    {
        if (evenOpen && !HasClosed && HasOpen)
        {
            Close();
        }

        return again.TryDequeue(out var chunk) || closed.TryDequeue(out chunk) ? chunk : null;
    }

    private void Close()
    {
        closed.Enqueue(new BatchChunk(open));
        open = [];
        room.Reset();
    }
}

/// <summary>The targets of one cancel request.</summary>
/// <param name="Items">The targets.</param>
/// <param name="Tries">How often they were refused for being too much.</param>
internal sealed record BatchChunk(IReadOnlyList<BatchItem> Items, int Tries = 0);

/// <summary>One target of a batch, for all the positions in the window that name it.</summary>
internal sealed class BatchItem(TaskTarget target)
{
    internal TaskTarget Target => target;

    /// <summary>What became of it; null while it is to be sent or under way.</summary>
    internal CancellationOutcome? Outcome { get; set; }

    /// <summary>What became of its last try, which the service refused for being too much.</summary>
    internal CancellationOutcome? Refused { get; set; }

    /// <summary>How many positions in the window name it.</summary>
    internal int Positions { get; set; }
}
