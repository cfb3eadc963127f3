using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

/// <summary>A virtual clock that does not run ahead of those who wait for it: when a timer has fired, it stands until that shows, in an end of the call or a new timer.</summary>
internal sealed class PatientClock : TimeProvider
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private const int Patience = 100_000;
    private const int Steps = 400_000;
    private int created;
    private int fired;

    internal VirtualClock Inner { get; } = new();

    public override long TimestampFrequency => Inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();

    public override long GetTimestamp() => Inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref created);
        return Inner.CreateTimer(Fire, state, dueTime, period);

        void Fire(object? given)
        {
            Interlocked.Increment(ref fired);
            callback(given);
        }
    }

    /// <summary>Makes a call and moves on until it has ended. Off the test's synchronization context, which would keep what awaits the clock from running at once.</summary>
    internal Task<T> RunAsync<T>(Func<Task<T>> begin) => Task.Run(async () =>
    {
        var call = begin();
        for (var step = 0; step < Steps && !call.IsCompleted; step++)
        {
            var (createdBefore, firedBefore) = (Volatile.Read(ref created), Volatile.Read(ref fired));
            Inner.Advance(Step);
            for (var turn = 0; turn < Patience && fired != firedBefore && Volatile.Read(ref created) == createdBefore && !call.IsCompleted; turn++)
            {
                await Task.Yield();
            }
        }

        return call.IsCompleted ? await call : throw new TimeoutException($"The call had not ended when the virtual clock reached {GetUtcNow():O}.");
    });
}
