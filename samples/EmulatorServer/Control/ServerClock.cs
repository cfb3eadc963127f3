using TaskCancellation.Testing;

namespace EmulatorServer.Control;

/// <summary>The clock that all services share: real time, multiplied, or a time that stands until it is moved.</summary>
internal sealed class ServerClock
{
    private readonly VirtualClock? manual;

    internal ServerClock(double speed, bool isManual)
    {
        var start = TimeProvider.System.GetUtcNow();
        Speed = isManual ? 0 : speed;
        manual = isManual ? new VirtualClock(start) : null;
        Time = manual ?? VirtualClock.Scaled(speed, start);
    }

    internal TimeProvider Time { get; }

    /// <summary>How many of its seconds pass in a real one; 0 when it stands.</summary>
    internal double Speed { get; }

    internal void Advance(TimeSpan by)
    {
        if (manual is null)
        {
            throw new InvalidOperationException("The clock runs by itself: start the server with --manual to move it by hand.");
        }

        manual.Advance(by);
    }
}
