using TaskCancellation.Testing;

namespace EmulatorServer.Control;

/// <summary>The clock that all services share: real time, multiplied by a speed that can be changed. At speed 0 it stands until it is moved.</summary>
internal sealed class ServerClock : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);
    private readonly VirtualClock clock = new(TimeProvider.System.GetUtcNow());
    private readonly PeriodicTimer beats = new(Beat);
    private readonly Task running;
    private double speed;

    internal ServerClock(double speed)
    {
        Speed = speed;
        running = RunAsync();
    }

    internal TimeProvider Time => clock;

    /// <summary>How many of its seconds pass in a real one.</summary>
    internal double Speed
    {
        get => Volatile.Read(ref speed);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Volatile.Write(ref speed, value);
        }
    }

    internal void Advance(TimeSpan by) => clock.Advance(by);

    public async ValueTask DisposeAsync()
    {
        beats.Dispose();
        await running;
    }

    private async Task RunAsync()
    {
        var last = TimeProvider.System.GetTimestamp();
        while (await beats.WaitForNextTickAsync())
        {
            var now = TimeProvider.System.GetTimestamp();
            clock.Advance(TimeProvider.System.GetElapsedTime(last, now) * Speed);
            last = now;
        }
    }
}
