namespace TaskCancellation.Tests.Sockets;

/// <summary>What is going on between client and server, as far as it decides whether time may pass.</summary>
internal sealed class Traffic
{
    private readonly Lock gate = new();
    private readonly List<Flight> flights = [];
    private int handling;
    private int parked;
    private int pauses;
    private long stirrings;

    /// <summary>Grows whenever anything happens.</summary>
    internal long Stirrings
    {
        get
        {
            lock (gate)
            {
                return stirrings;
            }
        }
    }

    /// <summary>Whether everybody waits for the clock: every request on its way lies in the server until a timer rings, or there is none and the client pauses.</summary>
    internal bool IsAtRest
    {
        get
        {
            lock (gate)
            {
                return flights.Count == handling && handling == parked && (flights.Count > 0 || pauses > 0) && !flights.Exists(flight => flight.IsGivenUp);
            }
        }
    }

    /// <summary>Whether nothing goes on at all.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return flights.Count == 0 && handling == 0 && pauses == 0;
            }
        }
    }

    /// <summary>Whether the server still handles requests that no client waits for.</summary>
    internal bool HasStragglers(Flight ended)
    {
        lock (gate)
        {
            return handling > flights.Count(flight => flight != ended);
        }
    }

    /// <summary>A request leaves the client.</summary>
    internal Flight Depart(CancellationToken givenUp)
    {
        var flight = new Flight(givenUp);
        Stir(() => flights.Add(flight));
        return flight;
    }

    /// <summary>Its reply has been read, or there is none to come.</summary>
    internal void Land(Flight flight) => Stir(() => flights.Remove(flight));

    internal void Handle(int change) => Stir(() => handling += change);

    internal void Park(int change) => Stir(() => parked += change);

    internal void Pause(int change) => Stir(() => pauses += change);

    public override string ToString()
    {
        lock (gate)
        {
            return $"{flights.Count} on their way, {handling} being handled, {parked} of them parked, {pauses} pauses of the client";
        }
    }

    private void Stir(Action change)
    {
        lock (gate)
        {
            stirrings++;
            change();
        }
    }
}
