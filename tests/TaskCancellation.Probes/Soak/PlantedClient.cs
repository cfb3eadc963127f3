namespace TaskCancellation.Probes.Soak;

/// <summary>A client that is wrong on purpose, for the soak to notice: it loses replies, gives one caller's to another, keeps timers, memory and files, or forgets tasks that fail.</summary>
internal sealed class PlantedClient(TaskClient inner, string faults) : DelegatingTaskClient(inner)
{
    private const int Often = 3;
    private static readonly List<object> Kept = [];
    private static int calls;
    private TaskSnapshot? last;

    public override async Task<TaskSnapshot?> FindAsync(TaskId id, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var found = await base.FindAsync(id, options, cancellationToken);
        Leak();
        var call = Interlocked.Increment(ref calls);
        if (call % Often == 0)
        {
            if (Has("lost") && call % 2 == 0)
            {
                await new TaskCompletionSource().Task;
            }

            if (Has("unobserved"))
            {
                _ = Task.FromException(new InvalidOperationException("planted"));
            }

            if (Has("crossed") && last is not null)
            {
                return last;
            }
        }

        return last = found;
    }

    public override Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        Leak();
        return base.WaitForCompletionAsync(target, options, cancellationToken);
    }

    public override IAsyncEnumerable<TaskSnapshot> ListAsync(TaskFilter filter, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        Leak();
        return base.ListAsync(filter, options, cancellationToken);
    }

    private void Leak()
    {
        lock (Kept)
        {
            if (Has("timers"))
            {
                Kept.Add(TimeProvider.System.CreateTimer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan));
            }

            if (Has("memory"))
            {
                Kept.Add(new byte[256 * 1024]);
            }

            if (Has("handles"))
            {
                Kept.Add(File.OpenRead(typeof(PlantedClient).Assembly.Location));
            }
        }
    }

    private bool Has(string fault) => faults.Contains(fault, StringComparison.Ordinal);
}
