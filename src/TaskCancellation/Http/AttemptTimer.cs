using System.Collections.Concurrent;

namespace TaskCancellation.Http;

/// <summary>Limits the time of each attempt. On the system's clock, timers that did not fire are used again.</summary>
internal sealed class AttemptTimer(TimeSpan limit, TimeProvider clock)
{
    private const int MostIdle = 64;
    private readonly ConcurrentQueue<CancellationTokenSource> idle = [];

    /// <summary>Begins an attempt, which ends when its time is over or the caller's token fires.</summary>
    internal Attempt Start(CancellationToken cancellationToken)
    {
        if (idle.TryDequeue(out var source))
        {
            source.CancelAfter(limit);
        }
        else
        {
            source = new CancellationTokenSource(limit, clock);
        }

        return new Attempt(this, source, cancellationToken);
    }

    private void Return(CancellationTokenSource source)
    {
        // Only the system's timers can be set again.
        if (clock == TimeProvider.System && idle.Count < MostIdle && source.TryReset())
        {
            idle.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }

    /// <summary>The time of one attempt.</summary>
    internal readonly struct Attempt : IDisposable
    {
        private readonly AttemptTimer owner;
        private readonly CancellationTokenSource source;
        private readonly CancellationToken outer;
        private readonly CancellationTokenRegistration link;

        internal Attempt(AttemptTimer owner, CancellationTokenSource source, CancellationToken outer)
        {
            (this.owner, this.source, this.outer) = (owner, source, outer);
            link = outer.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        }

        internal CancellationToken Token => source.Token;

        /// <summary>The time is over, and nobody canceled.</summary>
        internal bool IsOver => source.IsCancellationRequested && !outer.IsCancellationRequested;

        public void Dispose()
        {
            link.Dispose();
            owner.Return(source);
        }
    }
}
