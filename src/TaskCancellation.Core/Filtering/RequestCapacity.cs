namespace TaskCancellation;

/// <summary>How much room is left in one request for ids.</summary>
/// <param name="count">The most ids.</param>
/// <param name="characters">The most characters that they may take, a separator after each included; null for no limit.</param>
internal sealed class RequestCapacity(int count, int? characters)
{
    private int taken;
    private int used;

    /// <summary>Not one more id fits, however short.</summary>
    internal bool IsFull => taken >= count;

    /// <summary>Takes the room of an id; false when it does not fit. The first always does.</summary>
    internal bool TryTake(int length)
    {
        var more = length + 1;
        if (taken > 0 && (taken >= count || used + more > characters))
        {
            return false;
        }

        taken++;
        used += more;
        return true;
    }

    /// <summary>Begins a new request.</summary>
    internal void Reset() => (taken, used) = (0, 0);
}
